package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static dev.forebay.server.amqp.Faults.connectionFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries and what becomes of them. */
class ConsumeTest {
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
        channel.queueDeclare(queue, true, false, false, null);
    }

    private void publish(int count) throws Exception {
        publish(queue, count);
    }

    private static void publish(String to, int count) throws Exception {
        Channel publishing = server.channel();
        publishing.confirmSelect();
        for (int i = 0; i < count; i++) {
            publishing.basicPublish("", to, null, Integer.toString(i).getBytes(UTF_8));
        }
        publishing.waitForConfirmsOrDie(20_000);
    }

    private static long tag(Delivery delivery) {
        return delivery.getEnvelope().getDeliveryTag();
    }

    /** Whatever was on its way to a consumer has arrived when this has been answered. */
    private static void settle(Channel channel) throws Exception {
        String probe = channel.queueDeclare().getQueue();
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(probe, true, inbox);
        channel.basicPublish("", probe, null, new byte[0]);
        inbox.next();
    }

    @Test
    void prefetch_bounds_what_a_consumer_holds() throws Exception {
        publish(10);
        channel.basicQos(3);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue, false, inbox);
        List<Delivery> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(inbox.next());
        }
        settle(channel);
        assertThat(inbox.size()).isZero();
        channel.basicAck(tag(held.get(1)), true);
        assertThat(inbox.nextTexts(2)).containsExactly("3", "4");
        settle(channel);
        assertThat(inbox.size()).isZero();
    }

    @Test
    void a_global_prefetch_is_shared_and_an_idle_consumer_holds_none_of_it() throws Exception {
        channel.queueDeclare("idle", true, false, false, null);
        channel.basicQos(2, true);
        Inbox idle = new Inbox(channel);
        Inbox busy = new Inbox(channel);
        channel.basicConsume("idle", false, idle);
        channel.basicConsume(queue, false, busy);
        publish(4);
        Delivery first = busy.next();
        busy.next();
        channel.basicPublish("", "idle", null, "late".getBytes(UTF_8));
        settle(server.channel());
        assertThat(busy.size() + idle.size()).isZero();
        channel.basicAck(tag(first), false);
        // One place is free, for whichever queue comes first.
        await().until(() -> busy.size() + idle.size() == 1);
        settle(server.channel());
        assertThat(busy.size() + idle.size()).isEqualTo(1);
    }

    @Test
    void what_is_given_back_comes_again_marked() throws Exception {
        publish(1);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue, false, inbox);
        Delivery first = inbox.next();
        assertThat(first.getEnvelope().isRedeliver()).isFalse();
        channel.basicNack(tag(first), false, true);
        Delivery second = inbox.next();
        assertThat(second.getEnvelope().isRedeliver()).isTrue();
        assertThat(second.getProperties().getHeaders()).containsEntry("x-delivery-count", 1L);
        channel.basicReject(tag(second), true);
        assertThat(inbox.next().getProperties().getHeaders()).containsEntry("x-delivery-count", 2L);
        channel.basicRecover(true);
        Delivery last = inbox.next();
        assertThat(last.getProperties().getHeaders()).containsEntry("x-delivery-count", 3L);
        channel.basicReject(tag(last), false);
        assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isZero();
    }

    @Test
    void what_is_given_back_has_its_old_place_before_anything_behind_it() throws Exception {
        publish(6);
        channel.basicQos(3);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue, false, inbox);
        assertThat(inbox.nextTexts(2)).containsExactly("0", "1");
        channel.basicNack(tag(inbox.next()), true, true);
        assertThat(inbox.nextTexts(3)).containsExactly("0", "1", "2");
        channel.basicRecover(true);
        assertThat(inbox.nextText()).isEqualTo("0");
        assertThat(inbox.nextText()).isEqualTo("1");
        Delivery third = inbox.next();
        channel.basicReject(tag(third), true);
        Delivery again = inbox.next();
        assertThat(again.getBody()).asString().isEqualTo("2");
        channel.basicAck(tag(again), true);
        assertThat(inbox.nextTexts(3)).containsExactly("3", "4", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "connection.close", "channel.close"})
    void what_the_active_consumer_held_goes_to_the_next_before_what_is_behind(String end)
            throws Exception {
        String single = queue + end;
        channel.queueDeclare(single, true, false, false, Map.of("x-single-active-consumer", true));
        Connection connection = server.connect();
        Channel ending = connection.createChannel();
        ending.basicQos(3);
        Inbox active = new Inbox(ending);
        ending.basicConsume(single, false, active);
        Inbox next = new Inbox(channel);
        channel.basicConsume(single, false, next);
        publish(single, 8);
        active.nextTexts(3);
        switch (end) {
            case "cut" -> connection.abort();
            case "connection.close" -> connection.close();
            default -> ending.close();
        }
        assertThat(next.nextTexts(8)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void an_unknown_delivery_tag_closes_the_channel() throws Exception {
        publish(1);
        Channel wrong = server.channel();
        GetResponse got = wrong.basicGet(queue, false);
        wrong.basicAck(got.getEnvelope().getDeliveryTag(), false);
        wrong.basicAck(got.getEnvelope().getDeliveryTag(), false);
        assertThat(Faults.laterFault(406, wrong)).contains("unknown delivery tag 1");
    }

    @Test
    void a_closed_channel_and_a_lost_connection_give_everything_back_at_once() throws Exception {
        publish(4);
        Connection losing = server.connect();
        Channel lost = losing.createChannel();
        lost.basicQos(2);
        Inbox first = new Inbox(lost);
        lost.basicConsume(queue, false, first);
        assertThat(first.nextTexts(2)).containsExactly("0", "1");
        Channel closed = server.channel();
        Inbox second = new Inbox(closed);
        closed.basicConsume(queue, false, second);
        assertThat(second.nextTexts(2)).containsExactly("2", "3");
        losing.abort();
        closed.close();
        Inbox third = new Inbox(channel);
        channel.basicConsume(queue, false, third);
        assertThat(third.nextTexts(4)).containsExactlyInAnyOrder("0", "1", "2", "3");
    }

    @Test
    void no_ack_consumers_have_settled_what_they_get() throws Exception {
        publish(1_000);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue, true, inbox);
        assertThat(inbox.nextTexts(1_000)).doesNotHaveDuplicates();
        channel.close();
        channel = server.channel();
        assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isZero();
        assertThat(channel.basicGet(queue, true)).isNull();
    }

    @Test
    void a_get_tells_how_many_are_left() throws Exception {
        assertThat(channel.basicGet(queue, false)).isNull();
        publish(3);
        assertThat(channel.basicGet(queue, true).getMessageCount()).isEqualTo(2);
    }

    @Test
    void consumers_hear_when_their_queue_is_deleted() throws Exception {
        Inbox inbox = new Inbox(channel);
        String tag = channel.basicConsume(queue, false, inbox);
        server.channel().queueDelete(queue);
        assertThat(inbox.cancelled.get(20, TimeUnit.SECONDS)).isEqualTo(tag);
    }

    @Test
    void exclusive_consumers_are_alone_and_tags_are_used_once() throws Exception {
        channel.basicConsume(queue, false, "mine", false, true, null, new Inbox(channel));
        assertThat(
                        channelFault(
                                403,
                                () -> server.channel().basicConsume(queue, new Inbox(channel))))
                .contains("in exclusive use");
        channelFault(404, () -> server.channel().basicConsume("nowhere", new Inbox(channel)));
        Channel twice = server.channel();
        String other = twice.queueDeclare().getQueue();
        twice.basicConsume(other, false, "t", new Inbox(twice));
        connectionFault(
                530,
                () ->
                        twice.rpc(
                                new AMQP.Basic.Consume.Builder()
                                        .queue(other)
                                        .consumerTag("t")
                                        .build()));
    }

    @Test
    void two_consumers_share_the_work() throws Exception {
        Channel second = server.channel();
        channel.basicQos(1);
        second.basicQos(1);
        Inbox one = new Inbox(channel);
        Inbox two = new Inbox(second);
        channel.basicConsume(queue, false, one);
        second.basicConsume(queue, false, two);
        publish(2);
        assertThat(List.of(one.nextText(), two.nextText())).containsExactlyInAnyOrder("0", "1");
    }

    @Test
    void consumers_without_a_prefetch_get_about_as_much_each() throws Exception {
        List<Inbox> inboxes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Channel consuming = server.channel();
            inboxes.add(new Inbox(consuming));
            consuming.basicConsume(queue, true, inboxes.getLast());
        }
        publish(300);
        await().until(() -> inboxes.stream().mapToInt(Inbox::size).sum() == 300);
        assertThat(inboxes).allSatisfy(inbox -> assertThat(inbox.size()).isBetween(70, 130));
    }

    @Test
    void many_messages_flow_through_with_acks_of_many() throws Exception {
        int count = 20_000;
        channel.basicQos(500);
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue, false, inbox);
        Channel publishing = server.channel();
        publishing.confirmSelect();
        for (int i = 0; i < count; i++) {
            publishing.basicPublish("", queue, null, Integer.toString(i).getBytes(UTF_8));
        }
        for (int i = 0; i < count; i++) {
            Delivery delivery = inbox.next();
            assertThat(new String(delivery.getBody(), UTF_8)).isEqualTo(Integer.toString(i));
            if (i % 50 == 49) {
                channel.basicAck(tag(delivery), true);
            }
        }
        publishing.waitForConfirmsOrDie(20_000);
        assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isZero();
        assertThat(channel.queueDelete(queue).getMessageCount()).isZero();
    }

    @Test
    void cancelling_ends_deliveries_and_keeps_what_is_held() throws Exception {
        publish(1);
        Inbox inbox = new Inbox(channel);
        String tag = channel.basicConsume(queue, false, Map.of(), inbox);
        Delivery held = inbox.next();
        channel.basicCancel(tag);
        publish(1);
        assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isEqualTo(1);
        channel.basicAck(tag(held), false);
        assertThat(inbox.size()).isZero();
    }
}
