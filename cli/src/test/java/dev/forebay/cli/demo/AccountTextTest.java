package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class AccountTextTest {
    private static final Latencies.Summary ANSWERS = new Latencies.Summary(0.44, 2.1, 12.3);

    private static String text(Account account, OptionalLong inPool, OptionalLong stored) {
        return String.join("\n", AccountText.of(new Audit(account, inPool, stored), ANSWERS));
    }

    @Test
    void an_account_that_holds_says_so() {
        assertThat(
                        text(
                                new Account(1_001, 0, 1_000, 1, 0, 12, 0, 0, Account.Outage.NONE),
                                OptionalLong.of(0),
                                OptionalLong.of(1_001)))
                .isEqualTo(
                        """
                            1,001  orders sent, each confirmed once it was on disk
                            1,000  settled by a consumer
                                1  dead-lettered
                                0  lost
                        The producer saw no failure; answers: p50 0.4 ms, p99 2.1 ms, max 12 ms.
                        Delivered more than once: 12; settled more than once: 0.
                        The server counted 1,001 messages stored, which agrees.
                        1,001 sent = 1,000 settled + 1 dead-lettered: the account holds.\
                        """);
    }

    @Test
    void what_the_server_still_has_is_not_lost() {
        assertThat(
                        text(
                                new Account(10, 0, 4, 0, 0, 0, 0, 0, Account.Outage.NONE),
                                OptionalLong.of(5),
                                OptionalLong.empty()))
                .contains("5  still in the pool", "1  lost")
                .contains(
                        "10 sent is not 4 settled + 0 dead-lettered + 5 in the pool: the account does not hold.");
    }

    @Test
    void an_account_that_is_stopped_early_may_hold_so_far() {
        assertThat(
                        text(
                                new Account(10, 0, 4, 0, 0, 0, 0, 0, Account.Outage.NONE),
                                OptionalLong.of(6),
                                OptionalLong.of(10)))
                .endsWith("10 sent = 4 settled + 0 dead-lettered + 6 in the pool: none lost.");
    }

    @Test
    void a_server_that_is_gone_leaves_orders_unknown() {
        assertThat(
                        text(
                                new Account(10, 1, 4, 0, 0, 0, 0, 0, Account.Outage.NONE),
                                OptionalLong.empty(),
                                OptionalLong.empty()))
                .contains("6  unknown", "1 failure;")
                .doesNotContain("lost");
    }

    @Test
    void a_server_that_stored_more_than_was_sent_is_contradicted() {
        assertThat(
                        text(
                                new Account(4, 0, 4, 0, 0, 0, 0, 0, Account.Outage.NONE),
                                OptionalLong.of(0),
                                OptionalLong.of(5)))
                .contains("does not agree", "does not hold");
    }

    @Test
    void what_must_not_be_is_named() {
        assertThat(
                        text(
                                new Account(4, 0, 4, 1, 1, 0, 0, 2, Account.Outage.NONE),
                                OptionalLong.of(0),
                                OptionalLong.of(4)))
                .contains("nobody sent it: 2", "Both settled and dead-lettered: 1");
    }

    @Test
    void an_outage_that_only_delayed_is_told() {
        assertThat(
                        text(
                                new Account(9, 0, 9, 0, 0, 8, 0, 0, new Account.Outage(6, 8, 0)),
                                OptionalLong.of(0),
                                OptionalLong.of(9)))
                .contains("The outage failed work on 6 orders, 8 times; dead-lettered for it: 0.")
                .contains("the account holds");
    }

    @Test
    void an_outage_that_killed_an_order_is_held_against_the_account() {
        assertThat(
                        text(
                                new Account(9, 0, 8, 1, 0, 8, 0, 0, new Account.Outage(6, 8, 1)),
                                OptionalLong.of(0),
                                OptionalLong.of(9)))
                .contains("dead-lettered for it: 1.", "the account does not hold");
    }
}
