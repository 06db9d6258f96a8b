package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** RabbitMQ's JMS client: queues and topics, each way to acknowledge. */
class JmsClientTest {
    private static final long SOON = 20_000;
    private static final long NOTHING = 50;

    private static AmqpServer server;
    private Connection connection;
    private Session session;
    private String name;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open(TestInfo test) throws JMSException {
        name = test.getTestMethod().orElseThrow().getName();
        connection = connect();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private static Connection connect() throws JMSException {
        RMQConnectionFactory factory = new RMQConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(server.port());
        Connection connection = factory.createConnection();
        connection.start();
        return connection;
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
    }

    private static String text(MessageConsumer consumer) throws JMSException {
        TextMessage message = (TextMessage) consumer.receive(SOON);
        assertThat(message).as("a message").isNotNull();
        return message.getText();
    }

    private static void send(Session session, jakarta.jms.Destination to, String... texts)
            throws JMSException {
        MessageProducer producer = session.createProducer(to);
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }
        producer.close();
    }

    @Test
    void messages_of_each_kind_arrive_with_their_properties() throws Exception {
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        TextMessage text = session.createTextMessage("grüße");
        text.setStringProperty("colour", "red");
        text.setIntProperty("count", 3);
        text.setJMSCorrelationID("c");
        text.setJMSType("greeting");
        producer.send(text);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {0, -1, 7});
        producer.send(bytes);
        MapMessage map = session.createMapMessage();
        map.setLong("n", 1L << 40);
        producer.send(map);

        MessageConsumer consumer = session.createConsumer(queue);
        TextMessage gotText = (TextMessage) consumer.receive(SOON);
        assertThat(gotText.getText()).isEqualTo("grüße");
        assertThat(gotText.getStringProperty("colour")).isEqualTo("red");
        assertThat(gotText.getIntProperty("count")).isEqualTo(3);
        assertThat(gotText.getJMSCorrelationID()).isEqualTo("c");
        assertThat(gotText.getJMSType()).isEqualTo("greeting");
        assertThat(gotText.getJMSMessageID()).isEqualTo(text.getJMSMessageID());
        BytesMessage gotBytes = (BytesMessage) consumer.receive(SOON);
        assertThat(gotBytes.getBodyLength()).isEqualTo(3);
        assertThat(((MapMessage) consumer.receive(SOON)).getLong("n")).isEqualTo(1L << 40);
        assertThat(consumer.receive(NOTHING)).isNull();
    }

    @Test
    void a_listener_gets_what_is_sent_and_answers_a_call() throws Exception {
        Queue calls = session.createQueue(name);
        Session working = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        working.createConsumer(calls)
                .setMessageListener(call -> {
                    try {
                        send(working, call.getJMSReplyTo(), "answer");
                    } catch (JMSException failed) {
                        throw new IllegalStateException(failed);
                    }
                });
        Queue answers = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(answers);
        TextMessage call = session.createTextMessage("call");
        call.setJMSReplyTo(answers);
        session.createProducer(calls).send(call);
        assertThat(text(consumer)).isEqualTo("answer");
    }

    @Test
    void a_transacted_session_takes_and_sends_at_its_commit() throws Exception {
        Queue from = session.createQueue(name);
        Queue to = session.createQueue(name + "-to");
        send(session, from, "work");
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer taking = transacted.createConsumer(from);
        assertThat(text(taking)).isEqualTo("work");
        send(transacted, to, "never");
        transacted.rollback();
        Message again = taking.receive(SOON);
        assertThat(again.getJMSRedelivered()).isTrue();
        send(transacted, to, "done");
        transacted.commit();
        transacted.close();
        MessageConsumer consumer = session.createConsumer(to);
        assertThat(text(consumer)).isEqualTo("done");
        assertThat(consumer.receive(NOTHING)).isNull();
        assertThat(session.createConsumer(from).receive(NOTHING)).isNull();
    }

    @Test
    void a_client_acknowledges_all_that_it_got_or_gets_it_again() throws Exception {
        Queue queue = session.createQueue(name);
        send(session, queue, "1", "2", "3");
        Session careful = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = careful.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("1");
        Message second = consumer.receive(SOON);
        second.acknowledge();
        assertThat(text(consumer)).isEqualTo("3");
        careful.recover();
        TextMessage again = (TextMessage) consumer.receive(SOON);
        assertThat(again.getText()).isEqualTo("3");
        assertThat(again.getJMSRedelivered()).isTrue();
        careful.close();
        assertThat(text(session.createConsumer(queue))).isEqualTo("3");
    }

    @Test
    void a_browser_looks_and_takes_nothing() throws Exception {
        Queue queue = session.createQueue(name);
        send(session, queue, "1", "2", "3");
        QueueBrowser browser = session.createBrowser(queue);
        int seen = 0;
        for (var each = browser.getEnumeration(); each.hasMoreElements(); each.nextElement()) {
            seen++;
        }
        assertThat(seen).isEqualTo(3);
        browser.close();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("1");
        assertThat(text(consumer)).isEqualTo("2");
        assertThat(text(consumer)).isEqualTo("3");
    }

    @Test
    void subscribers_of_a_topic_get_copies_and_durable_ones_also_what_came_while_they_were_away()
            throws Exception {
        Topic topic = session.createTopic("topic");
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        session.createConsumer(topic).setMessageListener(heard::add);
        Connection away = connect();
        Session there = away.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer durable = there.createDurableSubscriber(topic, "reader");
        Session sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        send(sending, topic, "both");
        assertThat(text(durable)).isEqualTo("both");
        away.close();
        send(sending, topic, "meanwhile");
        assertThat(heard.poll(SOON, TimeUnit.MILLISECONDS)).isNotNull();
        assertThat(heard.poll(SOON, TimeUnit.MILLISECONDS)).isNotNull();
        Connection back = connect();
        Session here = back.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer later = here.createDurableSubscriber(topic, "reader");
        assertThat(text(later)).isEqualTo("meanwhile");
        later.close();
        here.unsubscribe("reader");
        back.close();
    }
}
