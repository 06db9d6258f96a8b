package dev.forebay.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.testkit.history.QueueFacts.Order;
import dev.forebay.testkit.history.Settlement.Ack;
import dev.forebay.testkit.history.Settlement.Extend;
import dev.forebay.testkit.history.Settlement.Reject;
import dev.forebay.testkit.history.Settlement.Release;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private final Story story = new Story();

    private static Audit deadLettering() {
        return new Audit().drained().queue(QueueFacts.of("q").deadLettersTo("dead"));
    }

    private static Audit keyed() {
        return new Audit().queue(QueueFacts.of("q").ordered(Order.BY_KEY));
    }

    @Test
    void a_whole_good_life_breaks_no_rule() {
        story.send("q", 1, 2, 3).receive("q", 1, 2).ack("q", 1);
        story.settle("q", new Release(50), 2).after(50).receive("q", 2, 3).ack("q", 3);
        story.settle("q", new Reject(), 2).receive("dead", 2).ack("dead", 2);
        Counters counters = new Counters("q", 3, 0, 2, 1);
        assertThat(story.broken(deadLettering().counters(counters))).isEmpty();
    }

    @Test
    void a_confirmed_message_that_never_comes_is_lost() {
        story.send("q", 1, 2).receive("q", 1).ack("q", 1);
        assertThat(story.broken(deadLettering())).containsExactly(Rule.LOSS);
        assertThat(story.broken()).as("not drained yet").isEmpty();
    }

    @Test
    void a_message_that_is_delivered_but_does_not_come_back_is_lost() {
        story.send("q", 1).receive("q", 1).after(Story.LEASE).receive("q");
        assertThat(story.broken(deadLettering())).containsExactly(Rule.LOSS);
    }

    @Test
    void a_message_rejected_towards_the_dead_letters_must_come_out_there() {
        story.send("q", 1).receive("q", 1).settle("q", new Reject(), 1);
        assertThat(story.broken(deadLettering())).containsExactly(Rule.LOSS);
        assertThat(story.broken(new Audit().drained())).isEmpty();
    }

    @Test
    void unanswered_sends_and_acks_excuse_a_missing_message() {
        story.client.send("q", 1).unknown();
        story.send("q", 2).receive("q", 2);
        story.client.settle("q", 2, new Ack());
        assertThat(story.broken(deadLettering())).isEmpty();
    }

    @Test
    void a_refused_ack_excuses_nothing() {
        story.send("q", 1).receive("q", 1);
        story.client.settle("q", 1, new Ack()).failed();
        assertThat(story.broken(deadLettering())).containsExactly(Rule.LOSS);
    }

    @Test
    void purge_and_expiry_excuse_only_what_was_sent_before() {
        story.send("q", 1);
        story.client.purge("q").ok();
        assertThat(story.broken(deadLettering())).isEmpty();
        story.send("q", 2);
        assertThat(story.broken(deadLettering())).containsExactly(Rule.LOSS);
        story.after(500).receive("q");
        Audit expiring = new Audit().drained().queue(QueueFacts.of("q").expiring(500));
        assertThat(story.broken(expiring)).isEmpty();
    }

    @Test
    void what_nobody_sent_is_a_phantom() {
        story.receive("q", 7);
        assertThat(story.broken()).containsExactly(Rule.PHANTOM);
    }

    @Test
    void what_was_refused_is_a_phantom() {
        story.client.send("q", 1).failed();
        story.receive("q", 1);
        assertThat(story.broken()).containsExactly(Rule.PHANTOM);
    }

    @Test
    void what_was_sent_elsewhere_or_later_is_a_phantom() {
        story.receive("q", 2).send("other", 1).send("q", 2).receive("q", 1);
        assertThat(story.broken()).containsExactly(Rule.PHANTOM, Rule.PHANTOM);
    }

    @Test
    void a_changed_byte_breaks_integrity() {
        byte[] body = MessageBody.bytes(5, 100);
        body[99] ^= 1;
        story.send("q", 5);
        story.client.receive("q", 1).ok(List.of(Received.of(body, "lease")));
        assertThat(story.broken()).containsExactly(Rule.INTEGRITY);
    }

    @Test
    void no_delivery_begins_after_an_answered_ack() {
        story.send("q", 1).receive("q", 1).ack("q", 1).after(Story.LEASE).receive("q", 1);
        assertThat(story.broken()).containsExactly(Rule.FINALITY);
    }

    @Test
    void a_receive_that_was_waiting_when_the_ack_was_answered_is_no_offence() {
        story.send("q", 1).receive("q", 1).after(Story.LEASE);
        ReceiveCall waiting = story.client.receive("q", Story.LEASE);
        story.ack("q", 1);
        story.answer(waiting, 1);
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void an_unanswered_ack_is_not_final() {
        story.send("q", 1).receive("q", 1);
        story.client.settle("q", 1, new Ack()).unknown();
        story.after(Story.LEASE).receive("q", 1);
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_dead_letter_does_not_return_to_its_source() {
        story.send("q", 1).receive("q", 1).after(Story.LEASE).receive("dead", 1);
        story.after(Story.LEASE).receive("q", 1).ack("q", 1);
        assertThat(story.broken(deadLettering())).containsExactly(Rule.FINALITY);
    }

    @Test
    void a_purged_message_does_not_come_back() {
        story.send("q", 1);
        story.client.purge("q").ok();
        story.receive("q", 1);
        assertThat(story.broken()).containsExactly(Rule.FINALITY);
    }

    @Test
    void two_deliveries_within_a_lease_are_an_offence() {
        story.send("q", 1).receive("q", 1).after(Story.LEASE - 1).receive("q", 1);
        assertThat(story.broken()).containsExactly(Rule.LEASE);
        assertThat(story.broken(new Audit().leaseSlack(1))).containsExactly(Rule.LEASE);
    }

    @Test
    void a_lease_counts_from_its_grant_which_a_long_wait_hides() {
        ReceiveCall waiting = story.client.receive("q", Story.LEASE);
        story.after(100).send("q", 1);
        story.answer(waiting, 1);
        story.after(Story.LEASE - 50).receive("q", 1);
        assertThat(story.broken()).as("it may have begun with the call").isEmpty();
        assertThat(story.broken(new Audit().leaseSlack(10))).containsExactly(Rule.LEASE);
    }

    @Test
    void a_released_message_comes_back_after_its_delay() {
        story.send("q", 1).receive("q", 1).settle("q", new Release(100), 1);
        story.after(100).receive("q", 1);
        assertThat(story.broken()).isEmpty();
        story.settle("q", new Release(100), 1).after(99).receive("q", 1);
        assertThat(story.broken()).containsExactly(Rule.LEASE);
    }

    @Test
    void the_delay_of_a_release_ends_where_the_message_was_moved_away_and_redriven() {
        Audit redriven = new Audit().redrivenInto("q");
        story.send("q", 1).receiveAt(1, "q", 1).settle("q", new Release(100), 1);
        story.after(10).receiveAt(2, "q", 1);
        assertThat(story.broken(redriven)).isEmpty();
        assertThat(story.broken()).as("nothing was redriven").containsExactly(Rule.LEASE);
        story.settle("q", new Release(100), 1).after(99).receiveAt(2, "q", 1);
        assertThat(story.broken(redriven)).as("it stayed").containsExactly(Rule.LEASE);
    }

    @Test
    void a_lease_that_nobody_settled_holds_over_a_redrive() {
        story.send("q", 1).receiveAt(1, "q", 1).after(Story.LEASE - 1).receiveAt(2, "q", 1);
        assertThat(story.broken(new Audit().redrivenInto("q"))).containsExactly(Rule.LEASE);
    }

    @Test
    void an_extended_lease_lasts_as_long_as_extended() {
        story.send("q", 1).receive("q", 1).after(900).settle("q", new Extend(500), 1);
        story.after(499).receive("q", 1);
        assertThat(story.broken()).containsExactly(Rule.LEASE);
    }

    @Test
    void the_same_lease_answered_twice_is_one_delivery() {
        story.send("q", 1);
        story.client.receive("q", 1000).ok(List.of(new Received(1, "same")));
        story.client.receive("q", 1000).ok(List.of(new Received(1, "same")));
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_later_message_of_a_key_may_not_come_first() {
        story.sendKeyed("q", "k", 1, 2).receive("q", 2).receive("q", 1);
        assertThat(story.broken(keyed())).containsExactly(Rule.ORDER);
        assertThat(story.broken()).as("without declared order").isEmpty();
    }

    @Test
    void a_wrong_order_within_one_answer_is_an_offence() {
        story.sendKeyed("q", "k", 1, 2).receive("q", 2, 1);
        assertThat(story.broken(keyed())).containsExactly(Rule.ORDER);
    }

    @Test
    void keys_do_not_hold_each_other_up() {
        story.sendKeyed("q", "a", 1).sendKeyed("q", "b", 2).receive("q", 2).receive("q", 1);
        assertThat(story.broken(keyed())).isEmpty();
        Audit strict = new Audit().queue(QueueFacts.of("q").ordered(Order.STRICT));
        assertThat(story.broken(strict)).containsExactly(Rule.ORDER);
    }

    @Test
    void a_key_unblocked_while_its_first_message_is_leased_is_an_offence() {
        story.sendKeyed("q", "k", 1, 2).receive("q", 1).receive("q", 2);
        story.after(Story.LEASE).receive("q", 1);
        assertThat(story.broken(keyed())).containsExactly(Rule.ORDER);
    }

    @Test
    void messages_that_came_together_in_order_may_come_back_singly() {
        story.sendKeyed("q", "k", 1, 2).receive("q", 1, 2).ack("q", 2);
        story.after(Story.LEASE).receive("q", 1);
        assertThat(story.broken(keyed())).isEmpty();
    }

    @Test
    void sends_that_overlapped_have_no_order() {
        SendCall first = story.client.send("q", 1, "k", null);
        SendCall second = story.client.send("q", 2, "k", null);
        second.ok();
        first.ok();
        story.receive("q", 2).receive("q", 1);
        assertThat(story.broken(keyed())).isEmpty();
    }

    @Test
    void each_place_is_read_back_with_its_message() {
        story.client.send("q", 1).ok(new Place(0, 10));
        story.client.send("q", 2).ok(new Place(0, 11));
        TreeMap<Long, Long> log = new TreeMap<>();
        log.put(10L, 1L);
        log.put(11L, 2L);
        assertThat(story.broken(new Audit().readBack(new ReadBack("q", 0, 10, 12, log)))).isEmpty();
        log.put(11L, 1L);
        assertThat(story.broken(new Audit().readBack(new ReadBack("q", 0, 10, 12, log))))
                .containsExactly(Rule.READ_BACK);
        log.remove(11L);
        assertThat(story.broken(new Audit().readBack(new ReadBack("q", 0, 10, 12, log))))
                .containsExactly(Rule.READ_BACK);
        assertThat(
                        story.broken(
                                new Audit()
                                        .readBack(new ReadBack("q", 0, 12, 12, new TreeMap<>()))))
                .as("dropped by retention")
                .isEmpty();
    }

    @Test
    void one_place_is_not_confirmed_twice() {
        story.client.send("q", 1).ok(new Place(0, 10));
        story.client.send("q", 2).ok(new Place(0, 10));
        assertThat(story.broken()).containsExactly(Rule.READ_BACK);
    }

    @Test
    void counters_must_add_up_and_agree_with_the_clients() {
        story.send("q", 1, 2).receive("q", 1, 2).ack("q", 1);
        story.client.send("q", 3).unknown();
        assertThat(story.broken(new Audit().counters(new Counters("q", 2, 1, 1, 0)))).isEmpty();
        assertThat(story.broken(new Audit().counters(new Counters("q", 3, 2, 1, 0)))).isEmpty();
        assertThat(story.broken(new Audit().counters(new Counters("q", 3, 1, 1, 0))))
                .containsExactly(Rule.CONSERVATION);
        assertThat(story.broken(new Audit().counters(new Counters("q", 4, 3, 1, 0))))
                .containsExactly(Rule.CONSERVATION);
        assertThat(story.broken(new Audit().counters(new Counters("q", 2, 2, 0, 0))))
                .containsExactly(Rule.CONSERVATION);
    }

    @Test
    void two_sends_with_one_deduplication_id_make_one_message() {
        Audit audit = new Audit().queue(QueueFacts.of("q").deduplicated(300));
        story.deduplicated("q", 1, null, "d").ok();
        story.deduplicated("q", 2, null, "d").duplicate();
        assertThat(story.broken(audit)).isEmpty();
        story.after(299).deduplicated("q", 3, null, "d").ok();
        assertThat(story.broken(audit)).containsExactly(Rule.DEDUPLICATION);
    }

    @Test
    void a_window_ends_and_keys_may_part_it() {
        Audit perKey = new Audit().queue(QueueFacts.of("q").deduplicatedPerKey(300));
        story.deduplicated("q", 1, "a", "d").ok();
        story.deduplicated("q", 2, "b", "d").ok();
        story.after(300).deduplicated("q", 3, "a", "d").ok();
        assertThat(story.broken(perKey)).isEmpty();
        Audit perQueue = new Audit().queue(QueueFacts.of("q").deduplicated(300));
        assertThat(story.broken(perQueue)).containsExactly(Rule.DEDUPLICATION);
    }

    @Test
    void a_duplicate_has_an_original_and_is_not_delivered() {
        Audit audit = new Audit().queue(QueueFacts.of("q").deduplicated(300));
        story.deduplicated("q", 1, null, "d").duplicate();
        story.receive("q", 1);
        assertThat(story.broken(audit)).containsExactly(Rule.DEDUPLICATION, Rule.DEDUPLICATION);
    }

    @Test
    void damage_excuses_exactly_what_was_injected_and_reported() {
        story.send("q", 1, 2);
        Audit honest =
                new Audit().drained().damaged(Set.of(1L, 2L)).reportedDamaged(Set.of(1L, 2L));
        assertThat(story.broken(honest)).isEmpty();
        Audit silent = new Audit().drained().damaged(Set.of(1L, 2L)).reportedDamaged(Set.of(1L));
        assertThat(story.broken(silent)).containsExactly(Rule.DAMAGE);
        Audit spreading = new Audit().drained().damaged(Set.of(1L)).reportedDamaged(Set.of(1L, 2L));
        assertThat(story.broken(spreading)).containsExactly(Rule.LOSS, Rule.DAMAGE);
    }

    @Test
    void a_body_proves_its_id_and_its_length() {
        for (int length : new int[] {0, 10, 31, 32, 33, 1000}) {
            byte[] body = MessageBody.bytes(length * 7L, length);
            assertThat(MessageBody.idOf(body)).hasValue(length * 7L);
        }
        String body = MessageBody.of(3, 200);
        assertThat(body).hasSize(200);
        assertThat(MessageBody.idOf(body.substring(0, 199))).isEmpty();
        assertThat(MessageBody.idOf(body + "x")).isEmpty();
        assertThat(MessageBody.idOf("")).isEmpty();
    }
}
