package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LedgerTest {
    private final Ledger ledger = new Ledger();

    private int sendOne() {
        int number = ledger.offer();
        ledger.accepted(number);
        return number;
    }

    private void consume(int number) {
        assertThat(ledger.delivered(number)).isTrue();
        ledger.settled(number);
    }

    @Test
    void it_holds_when_each_order_is_settled_or_dead_lettered() {
        consume(sendOne());
        ledger.deadLettered(sendOne());
        Account account = ledger.account();
        assertThat(account.sent()).isEqualTo(2);
        assertThat(account.settled()).isEqualTo(1);
        assertThat(account.deadLettered()).isEqualTo(1);
        assertThat(account.holds()).isTrue();
    }

    @Test
    void it_does_not_hold_without_a_single_order() {
        assertThat(ledger.account().holds()).isFalse();
    }

    @Test
    void it_does_not_hold_while_an_order_is_open() {
        consume(sendOne());
        sendOne();
        assertThat(ledger.account().open()).isEqualTo(1);
        assertThat(ledger.account().holds()).isFalse();
    }

    @Test
    void it_does_not_hold_when_the_producer_saw_a_failure() {
        consume(sendOne());
        ledger.offer();
        ledger.sendFailed();
        assertThat(ledger.account().open()).isZero();
        assertThat(ledger.account().holds()).isFalse();
    }

    @Test
    void an_order_that_came_although_its_send_failed_counts_as_sent() {
        int number = ledger.offer();
        ledger.sendFailed();
        consume(number);
        assertThat(ledger.account().sent()).isEqualTo(1);
        assertThat(ledger.account().open()).isZero();
    }

    @Test
    void it_does_not_hold_when_an_order_ended_in_two_ways() {
        int number = sendOne();
        consume(number);
        ledger.deadLettered(number);
        assertThat(ledger.account().endedTwice()).isEqualTo(1);
        assertThat(ledger.account().open()).isZero();
        assertThat(ledger.account().holds()).isFalse();
    }

    @Test
    void it_does_not_hold_when_something_came_that_nobody_sent() {
        consume(sendOne());
        assertThat(ledger.delivered(5)).isFalse();
        assertThat(ledger.account().strangers()).isEqualTo(1);
        assertThat(ledger.account().holds()).isFalse();
    }

    @Test
    void it_does_not_hold_when_an_outage_dead_lettered_an_order() {
        consume(sendOne());
        int number = sendOne();
        ledger.turnedAway(number);
        ledger.turnedAway(number);
        ledger.deadLettered(number);
        assertThat(ledger.account().outage()).isEqualTo(new Account.Outage(1, 2, 1));
        assertThat(ledger.account().open()).isZero();
        assertThat(ledger.account().holds()).isFalse();
    }

    @Test
    void duplicates_are_counted_and_do_no_harm() {
        int number = sendOne();
        consume(number);
        consume(number);
        Account account = ledger.account();
        assertThat(account.again()).isEqualTo(1);
        assertThat(account.settledAgain()).isEqualTo(1);
        assertThat(account.settled()).isEqualTo(1);
        assertThat(account.holds()).isTrue();
    }
}
