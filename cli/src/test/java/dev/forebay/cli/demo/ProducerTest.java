package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProducerTest {
    private final ListPool pool = new ListPool();
    private final Ledger ledger = new Ledger();
    private final Latencies latencies = new Latencies();
    private final HandTime time = new HandTime();
    private final List<String> said = new ArrayList<>();

    private Producer producer(Inlet to) {
        return new Producer(to, ledger, latencies, time, said::add, 500);
    }

    @Test
    void a_poison_order_is_an_order_like_others_on_its_way_in() throws Exception {
        producer(pool).sendPoison();
        assertThat(pool.sent).containsExactly("poison order 0");
        assertThat(ledger.account().sent()).isEqualTo(1);
    }

    @Test
    void a_failed_send_is_counted_and_told() throws Exception {
        pool.failures.add(new IOException("disk full"));
        producer(pool).sendPoison();
        assertThat(ledger.account().sent()).isZero();
        assertThat(ledger.account().failed()).isEqualTo(1);
        assertThat(said).containsExactly("the producer saw a send fail: disk full");
    }

    @Test
    void answers_are_timed_with_three_digits() {
        for (int i = 1; i <= 100; i++) {
            latencies.record(i * 1_000_000L);
        }
        assertThat(latencies.summary().median()).isBetween(49.9, 50.1);
        assertThat(latencies.summary().p99()).isBetween(98.9, 99.1);
        assertThat(latencies.summary().longest()).isBetween(99.9, 100.1);
    }
}
