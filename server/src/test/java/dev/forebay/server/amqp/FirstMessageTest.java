package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirstMessageTest {
    private static AmqpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void a_confirmed_message_is_consumed_and_acked() throws Exception {
        Channel channel = server.channel();
        channel.queueDeclare("first", true, false, false, null);
        channel.confirmSelect();
        channel.basicPublish(
                "", "first", MessageProperties.PERSISTENT_TEXT_PLAIN, "one".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("first", false, inbox);
        Delivery delivery = inbox.next();
        assertThat(delivery.getBody()).asString().isEqualTo("one");
        assertThat(delivery.getEnvelope().isRedeliver()).isFalse();
        assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo("first");
        assertThat(delivery.getProperties().getContentType()).isEqualTo("text/plain");
        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
        AMQP.Queue.DeclareOk queue = channel.queueDeclarePassive("first");
        assertThat(queue.getMessageCount()).isZero();
        assertThat(queue.getConsumerCount()).isEqualTo(1);
    }

    @Test
    void a_topic_exchange_fans_out_in_one_go() throws Exception {
        Channel channel = server.channel();
        channel.exchangeDeclare("events", "topic", true);
        for (String name : new String[] {"all", "errors", "other"}) {
            channel.queueDeclare(name, true, false, false, null);
        }
        channel.queueBind("all", "events", "#");
        channel.queueBind("errors", "events", "*.error");
        channel.queueBind("other", "events", "x.y.z");
        channel.confirmSelect();
        channel.basicPublish("events", "db.error", null, "broken".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        assertThat(channel.basicGet("all", true).getBody()).asString().isEqualTo("broken");
        var got = channel.basicGet("errors", true);
        assertThat(got.getEnvelope().getExchange()).isEqualTo("events");
        assertThat(got.getEnvelope().getRoutingKey()).isEqualTo("db.error");
        assertThat(channel.basicGet("other", true)).isNull();
    }

    @Test
    void large_and_empty_bodies_arrive_as_they_were() throws Exception {
        Channel channel = server.channel();
        channel.queueDeclare("bodies", true, false, false, Map.of());
        byte[] large = new byte[5 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >> 8));
        }
        channel.basicPublish("", "bodies", null, new byte[0]);
        channel.basicPublish("", "bodies", null, large);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("bodies", true, inbox);
        assertThat(inbox.next().getBody()).isEmpty();
        assertThat(inbox.next().getBody()).isEqualTo(large);
    }
}
