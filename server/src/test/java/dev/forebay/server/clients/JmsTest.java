package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazon.sqs.javamessaging.ProviderConfiguration;
import com.amazon.sqs.javamessaging.SQSConnection;
import com.amazon.sqs.javamessaging.SQSConnectionFactory;
import com.amazon.sqs.javamessaging.SQSMessagingClientConstants;
import com.amazon.sqs.javamessaging.SQSSession;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Amazon's JMS library over SQS, in each of its ways to acknowledge. */
@ExtendWith(RunningServer.class)
class JmsTest {
    private static final long PATIENCE = Duration.ofSeconds(10).toMillis();

    private final SqsClient sqs;
    private final SQSConnection connection;

    JmsTest(SdkClients clients) throws JMSException {
        sqs = clients.sync();
        var nothingAhead = new ProviderConfiguration().withNumberOfMessagesToPrefetch(0);
        connection = new SQSConnectionFactory(nothingAhead, sqs).createConnection();
        connection.start();
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
    }

    private TestQueue shortLease() {
        return TestQueue.with(sqs, Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1"));
    }

    private static Queue in(Session session, TestQueue queue) throws JMSException {
        return session.createQueue(queue.url().substring(queue.url().lastIndexOf('/') + 1));
    }

    /** Asked of the server, since the library's own receive polls for 20 s whatever it is told. */
    private static void awaitSettled(TestQueue queue) {
        await().untilAsserted(() ->
                assertThat(queue.attributes())
                        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                        .containsEntry(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                "0"));
    }

    @Test
    void text_bytes_and_objects_travel_with_their_properties() throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var queue = in(session, TestQueue.standard(sqs));
        var producer = session.createProducer(queue);
        TextMessage text = session.createTextMessage("grüße");
        text.setStringProperty("name", "value");
        text.setIntProperty("count", 7);
        text.setBooleanProperty("flag", true);
        producer.send(text);
        MessageConsumer consumer = session.createConsumer(queue);

        var received = (TextMessage) consumer.receive(PATIENCE);

        assertThat(received.getText()).isEqualTo("grüße");
        assertThat(received.getJMSMessageID()).isEqualTo(text.getJMSMessageID());
        assertThat(received.getStringProperty("name")).isEqualTo("value");
        assertThat(received.getIntProperty("count")).isEqualTo(7);
        assertThat(received.getBooleanProperty("flag")).isTrue();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);

        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {0, -1, 42});
        producer.send(bytes);
        var receivedBytes = (BytesMessage) consumer.receive(PATIENCE);
        byte[] body = new byte[3];
        assertThat(receivedBytes.readBytes(body)).isEqualTo(3);
        assertThat(body).containsExactly(0, -1, 42);

        producer.send(session.createObjectMessage(new ArrayList<>(List.of("a", "b"))));
        assertThat(((ObjectMessage) consumer.receive(PATIENCE)).getObject())
                .isEqualTo(List.of("a", "b"));
    }

    @Test
    void auto_acknowledged_messages_are_gone() throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        TestQueue settled = shortLease();
        var queue = in(session, settled);
        session.createProducer(queue).send(session.createTextMessage("once"));
        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(consumer.receive(PATIENCE)).isNotNull();

        awaitSettled(settled);
    }

    @Test
    void a_client_acknowledge_covers_all_messages_received_before() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        TestQueue settled = shortLease();
        var queue = in(session, settled);
        sendTwo(session, queue);
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.receive(PATIENCE);

        consumer.receive(PATIENCE).acknowledge();

        awaitSettled(settled);
    }

    @Test
    void an_unordered_acknowledge_covers_one_message() throws JMSException {
        Session session = connection.createSession(false, SQSSession.UNORDERED_ACKNOWLEDGE);
        TestQueue settled = shortLease();
        var queue = in(session, settled);
        sendTwo(session, queue);
        MessageConsumer consumer = session.createConsumer(queue);
        Message forgotten = consumer.receive(PATIENCE);

        consumer.receive(PATIENCE).acknowledge();

        Message again = consumer.receive(PATIENCE);
        assertThat(again.getJMSMessageID()).isEqualTo(forgotten.getJMSMessageID());
        assertThat(again.getJMSRedelivered()).isTrue();
        again.acknowledge();
        awaitSettled(settled);
    }

    private static void sendTwo(Session session, Queue queue) throws JMSException {
        var producer = session.createProducer(queue);
        producer.send(session.createTextMessage("one"));
        producer.send(session.createTextMessage("two"));
    }

    @Test
    void a_listener_is_called_for_each_message() throws JMSException, InterruptedException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var queue = in(session, TestQueue.standard(sqs));
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(heard::add);

        Session sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        sendTwo(sending, queue);

        assertThat(heard.poll(PATIENCE, TimeUnit.MILLISECONDS)).isNotNull();
        assertThat(heard.poll(PATIENCE, TimeUnit.MILLISECONDS)).isNotNull();
    }

    @Test
    void a_message_of_a_recovered_session_comes_again() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        var queue = in(session, TestQueue.standard(sqs));
        session.createProducer(queue).send(session.createTextMessage("again"));
        MessageConsumer consumer = session.createConsumer(queue);
        Message first = consumer.receive(PATIENCE);

        session.recover();

        Message second = consumer.receive(PATIENCE);
        assertThat(second.getJMSMessageID()).isEqualTo(first.getJMSMessageID());
        second.acknowledge();
    }

    @Test
    void a_fifo_queue_keeps_a_groups_order() throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var queue =
                in(
                        session,
                        TestQueue.with(
                                sqs,
                                Map.of(
                                        QueueAttributeName.FIFO_QUEUE, "true",
                                        QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true")));
        var producer = session.createProducer(queue);
        for (int i = 0; i < 5; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setStringProperty(SQSMessagingClientConstants.JMSX_GROUP_ID, "g");
            producer.send(message);
        }
        MessageConsumer consumer = session.createConsumer(queue);

        for (int i = 0; i < 5; i++) {
            Message received = consumer.receive(PATIENCE);
            assertThat(((TextMessage) received).getText()).isEqualTo("m" + i);
            assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
            assertThat(
                            received.getStringProperty(
                                    SQSMessagingClientConstants.JMS_SQS_SEQUENCE_NUMBER))
                    .matches("\\d{20}");
        }
    }
}
