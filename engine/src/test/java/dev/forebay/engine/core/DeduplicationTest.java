package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeduplicationTest {
    private static final long WINDOW = 300_000;

    private final Rig rig = rig(Deduplication.Scope.QUEUE, 1000);

    private static Rig rig(Deduplication.Scope scope, int capacity) {
        return Rig.with(
                QueueSettings.defaults()
                        .withDeduplication(new Deduplication(WINDOW, scope, capacity)));
    }

    private static SendResult.Sent send(Rig rig, @Nullable String key, String id) {
        return rig.send(Rig.QUEUE, Rig.message(key, "x"), Send.QUEUE_DELAY, id);
    }

    @Test
    void a_second_send_with_the_id_is_answered_with_the_first_and_adds_nothing() {
        SendResult.Sent first = send(rig, "a", "id");
        SendResult.Sent second = send(rig, "b", "id");
        assertThat(second.duplicate()).isTrue();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.offset()).isEqualTo(first.offset());
        assertThat(rig.receive(10)).hasSize(1);
        assertThat(rig.stats().sent()).isEqualTo(1);
        assertThat(rig.stats().duplicates()).isEqualTo(1);
    }

    @Test
    void an_id_is_forgotten_after_its_window() {
        send(rig, null, "id");
        rig.pass(WINDOW - 1);
        assertThat(send(rig, null, "id").duplicate()).isTrue();
        rig.pass(1);
        assertThat(send(rig, null, "id").duplicate()).isFalse();
    }

    @Test
    void the_window_survives_restarts_even_when_the_message_was_settled_before() {
        SendResult.Sent first = send(rig, null, "id");
        rig.ack(rig.receiveOne());
        rig.crash(0);
        assertThat(send(rig, null, "id").id()).isEqualTo(first.id());
        rig.restart();
        SendResult.Sent again = send(rig, null, "id");
        assertThat(again.duplicate()).isTrue();
        assertThat(again.id()).isEqualTo(first.id());
    }

    @Test
    void ids_of_different_keys_differ_where_the_scope_is_the_key() {
        Rig perKey = rig(Deduplication.Scope.KEY, 1000);
        send(perKey, "a", "id");
        assertThat(send(perKey, "b", "id").duplicate()).isFalse();
        assertThat(send(perKey, "a", "id").duplicate()).isTrue();
    }

    @Test
    void a_full_window_refuses_until_there_is_room() {
        Rig small = rig(Deduplication.Scope.QUEUE, 2);
        send(small, null, "1");
        small.pass(1_000);
        send(small, null, "2");
        Send third = new Send(Rig.message(null, "x"), 0, "3");
        Answer<SendResult.Sent> refused =
                small.asked(reply -> small.engine.send(Caller.IN_PROCESS, Rig.QUEUE, third, reply));
        assertThat(refused.refusal()).isInstanceOf(Refusal.Throttled.class);
        Refusal.Throttled throttled = (Refusal.Throttled) refused.refusal();
        assertThat(throttled.retryAfterMillis()).isEqualTo(WINDOW - 1_000);
        small.pass(throttled.retryAfterMillis());
        assertThat(send(small, null, "3").duplicate()).isFalse();
    }

    @Test
    void two_sends_in_flight_with_one_id_make_one_message() {
        Answer<SendResult.Sent> first = new Answer<>();
        Answer<SendResult.Sent> second = new Answer<>();
        Send send = new Send(Rig.message(null, "x"), 0, "id");
        rig.later(() -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, first));
        rig.later(() -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, second));
        rig.scheduler.runReady();
        assertThat(first.value().duplicate()).isFalse();
        assertThat(second.value().duplicate()).isTrue();
        assertThat(second.value().id()).isEqualTo(first.value().id());
        assertThat(rig.stats().sent()).isEqualTo(1);
    }

    @Test
    void a_delivery_shows_the_senders_id() {
        send(rig, null, "my-id");
        assertThat(rig.receiveOne().deduplicationId()).isEqualTo("my-id");
    }
}
