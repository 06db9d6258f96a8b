package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsumerTest {
    private final ListPool pool = new ListPool();
    private final Ledger ledger = new Ledger();
    private final PaymentService payments = new PaymentService();
    private final HandTime time = new HandTime();
    private final List<String> said = new ArrayList<>();
    private final Consumer consumer = new Consumer(1, pool, ledger, payments, time, said::add, 100);

    ConsumerTest() {
        pool.whenEmpty = consumer::leave;
        for (int i = 0; i < 10; i++) {
            ledger.accepted(ledger.offer());
        }
    }

    @Test
    void it_settles_what_it_gets_at_its_pace() {
        pool.deliver("good order 0", "good order 1");
        pool.deliver("good order 2");
        consumer.run();
        assertThat(pool.deleted).containsExactly("good order 0", "good order 1", "good order 2");
        assertThat(ledger.account().settled()).isEqualTo(3);
        assertThat(time.nanos()).isEqualTo(Duration.ofMillis(30).toNanos());
    }

    @Test
    void it_gives_back_what_it_cannot_work_on() {
        pool.deliver("poison order 0", "good order 1");
        consumer.run();
        assertThat(pool.givenBack)
                .containsExactly("poison order 0: the order cannot be worked on (0 ms)");
        assertThat(pool.deleted).containsExactly("good order 1");
        assertThat(said).singleElement().asString().contains("poison", "receive 1");
    }

    @Test
    void it_gives_every_order_back_with_the_reason_while_the_payment_service_is_down() {
        payments.goDown();
        pool.deliver("good order 0", "good order 1");
        pool.deliver("good order 0");
        consumer.run();
        assertThat(pool.deleted).isEmpty();
        assertThat(pool.givenBack)
                .hasSize(3)
                .contains("good order 1: the payment service answers 503 (500 ms)");
        assertThat(ledger.account().outage()).isEqualTo(new Account.Outage(2, 3, 0));
    }

    @Test
    void it_works_on_once_the_payment_service_is_back() {
        payments.goDown();
        payments.comeBack();
        pool.deliver("good order 0");
        consumer.run();
        assertThat(pool.deleted).containsExactly("good order 0");
    }

    @Test
    void a_crash_leaves_the_batch_in_hand_unsettled() {
        pool.deliver("good order 0", "good order 1", "good order 2", "good order 3");
        consumer.crash();
        consumer.run();
        assertThat(consumer.state()).isEqualTo(Consumer.State.DEAD);
        assertThat(pool.deleted).isEmpty();
        assertThat(ledger.orphans()).isEqualTo(4);
        assertThat(said).containsExactly("consumer 1 died with 4 orders in hand");
    }

    @Test
    void the_dying_wait_until_they_hold_something() {
        pool.whenEmpty = () -> pool.deliver("good order 0");
        consumer.crash();
        consumer.run();
        assertThat(ledger.orphans()).isEqualTo(1);
    }

    @Test
    void what_a_dead_consumer_held_counts_as_adopted_once_another_gets_it() {
        pool.deliver("good order 0", "good order 1");
        consumer.crash();
        consumer.run();
        pool.deliver("good order 1");
        Consumer other = new Consumer(2, pool, ledger, payments, time, said::add, 100);
        pool.whenEmpty = other::leave;
        other.run();
        assertThat(ledger.adoptions()).isEqualTo(1);
        assertThat(ledger.account().again()).isEqualTo(1);
    }

    @Test
    void it_tries_again_when_the_server_gives_no_answer() {
        pool.failures.add(new IOException("reset"));
        pool.deliver("good order 0");
        consumer.run();
        assertThat(ledger.account().settled()).isEqualTo(1);
        assertThat(said).containsExactly("consumer 1 got no answer: reset");
    }

    @Test
    void what_nobody_sent_is_counted_as_strange() {
        pool.deliver("hello", "good order 4711");
        consumer.run();
        assertThat(ledger.account().strangers()).isEqualTo(2);
    }
}
