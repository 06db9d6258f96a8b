package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What comes back has its old place at once: nobody gets what is behind it first. */
class GivenBackTest {
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
        queue = test.getTestMethod().orElseThrow().getName();
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
        channel.confirmSelect();
        for (int i = 0; i < 5; i++) {
            channel.basicPublish("", queue, null, Integer.toString(i).getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    private Inbox consume(Channel by, int prefetch) throws Exception {
        return consume(by, prefetch, Map.of());
    }

    private Inbox consume(Channel by, int prefetch, Map<String, Object> arguments)
            throws Exception {
        Inbox inbox = new Inbox(by);
        by.basicQos(prefetch);
        by.basicConsume(queue, false, arguments, inbox);
        return inbox;
    }

    @Test
    void a_nack_brings_the_same_message_again() throws Exception {
        declare(Map.of());
        Inbox inbox = consume(channel, 1);
        Delivery first = inbox.next();
        channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
        assertThat(inbox.next().getBody()).isEqualTo(first.getBody());
    }

    @Test
    void recover_brings_the_same_messages_again() throws Exception {
        declare(Map.of());
        Inbox inbox = consume(channel, 2);
        assertThat(inbox.nextTexts(2)).containsExactly("0", "1");
        channel.basicRecover(true);
        assertThat(inbox.nextTexts(2)).containsExactly("0", "1");
    }

    @Test
    void the_next_single_active_consumer_begins_with_what_the_last_one_had() throws Exception {
        declare(Map.of("x-single-active-consumer", true));
        Channel closing = server.channel();
        Inbox active = consume(closing, 1);
        assertThat(active.nextText()).isEqualTo("0");
        Inbox closesToo = consume(closing, 1);
        Inbox next = consume(channel, 10);
        closing.close();
        assertThat(next.nextTexts(5)).containsExactly("0", "1", "2", "3", "4");
        assertThat(closesToo.size()).isZero();
    }

    @Test
    void so_does_the_one_that_a_quorum_queues_consumer_gives_way_to() throws Exception {
        declare(Map.of("x-single-active-consumer", true, "x-queue-type", "quorum"));
        Channel low = server.channel();
        Delivery held = consume(low, 1).next();
        Inbox high = consume(channel, 10, Map.of("x-priority", 10));
        low.basicReject(held.getEnvelope().getDeliveryTag(), true);
        assertThat(high.nextTexts(5)).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void no_channel_of_a_lost_connection_is_in_the_way() throws Exception {
        declare(Map.of());
        Connection lost = server.connect();
        Inbox holding = consume(lost.createChannel(), 10);
        assertThat(holding.nextTexts(5)).containsExactly("0", "1", "2", "3", "4");
        Inbox waiting = consume(lost.createChannel(), 1);
        Inbox next = consume(channel, 10);
        lost.abort();
        assertThat(next.nextTexts(5)).containsExactly("0", "1", "2", "3", "4");
        assertThat(waiting.size()).isZero();
    }
}
