package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static dev.forebay.server.amqp.Faults.laterFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The arguments of consumers: who is served first, and who alone. */
class ConsumerArgumentsTest {
    private static final Map<String, Object> HIGH = Map.of("x-priority", 10);

    private static AmqpServer server;
    private Channel channel;
    private String queue;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        channel = server.channel();
        channel.confirmSelect();
        queue = test.getTestMethod().orElseThrow().getName();
    }

    private void publish(String... texts) throws Exception {
        for (String text : texts) {
            channel.basicPublish("", queue, null, text.getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    private Inbox consume(int prefetch, Map<String, Object> arguments) throws Exception {
        Channel own = server.channel();
        own.basicQos(prefetch);
        Inbox inbox = new Inbox(own);
        own.basicConsume(queue, false, arguments, inbox);
        return inbox;
    }

    private static void ack(Inbox inbox, Delivery delivery) throws Exception {
        inbox.getChannel().basicAck(delivery.getEnvelope().getDeliveryTag(), false);
    }

    @Test
    void a_higher_priority_gets_all_that_it_has_credit_for() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        Inbox low = consume(0, Map.of("x-priority", -1));
        Inbox usual = consume(0, Map.of());
        Inbox high = consume(2, HIGH);
        publish("1", "2", "3");
        List<Delivery> held = List.of(high.next(), high.next());
        assertThat(usual.nextText()).isEqualTo("3");
        ack(high, held.getFirst());
        // Whether its ack has arrived is known when something after it is answered.
        high.getChannel().queueDeclarePassive(queue);
        publish("4");
        assertThat(high.nextText()).isEqualTo("4");
        assertThat(low.size()).isZero();
    }

    @Test
    void a_backlog_goes_to_the_higher_priority_alone() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        Inbox high = consume(0, HIGH);
        Inbox low = consume(0, Map.of());
        String[] texts = new String[2_000];
        Arrays.fill(texts, "x");
        publish(texts);
        assertThat(high.nextTexts(texts.length)).hasSize(texts.length);
        assertThat(low.size()).isZero();
    }

    @Test
    void of_single_active_consumers_the_highest_comes_next() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-single-active-consumer", true));
        Inbox first = consume(0, Map.of());
        Inbox low = consume(0, Map.of());
        Inbox high = consume(0, HIGH);
        publish("1");
        assertThat(first.nextText()).isEqualTo("1");
        first.getChannel().close();
        assertThat(high.nextText()).isEqualTo("1");
        high.getChannel().close();
        assertThat(low.nextText()).isEqualTo("1");
    }

    @Test
    void in_a_quorum_queue_the_single_active_consumer_gives_way_when_it_holds_nothing()
            throws Exception {
        channel.queueDeclare(
                queue,
                true,
                false,
                false,
                Map.of("x-single-active-consumer", true, "x-queue-type", "quorum"));
        Inbox first = consume(0, Map.of());
        publish("1");
        Delivery held = first.next();
        Inbox high = consume(0, HIGH);
        publish("2");
        assertThat(first.size() + high.size()).isZero();
        ack(first, held);
        assertThat(high.nextText()).isEqualTo("2");
        publish("3");
        assertThat(high.nextText()).isEqualTo("3");
        assertThat(first.size()).isZero();
    }

    @Test
    void a_delivery_kept_for_longer_than_its_consumer_says_closes_the_channel_soon()
            throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        Inbox slow = consume(0, Map.of("x-consumer-timeout", 100));
        publish("1");
        assertThat(slow.nextText()).isEqualTo("1");
        assertThat(laterFault(406, slow.getChannel())).contains("timed out");
        assertThat(consume(0, Map.of()).nextText()).isEqualTo("1");
    }

    @Test
    void wrong_arguments_are_named() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        for (String name : List.of("x-priority", "x-consumer-timeout")) {
            assertThat(channelFault(406, () -> consume(0, Map.of(name, "high"))))
                    .contains("invalid arg '" + name + "'");
        }
        channelFault(406, () -> consume(0, Map.of("x-consumer-timeout", -1)));
        consume(0, Map.of("x-consumer-timeout", 60_000));
    }
}
