package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MetricsPageTest {
    private static final String PAGE =
            """
            # HELP forebay_queue_ready Messages that can be received now.
            # TYPE forebay_queue_ready gauge
            forebay_queue_ready{queue="demo-1"} 42.0
            forebay_queue_ready{queue="demo-1-dead"} 7.0
            forebay_queue_leased{queue="demo-1"} 3.0
            forebay_queue_delayed{queue="demo-1"} 1.0
            forebay_queue_oldest_age_seconds{queue="demo-1"} 1.25
            forebay_queue_drain_seconds{queue="demo-1"} +Inf
            forebay_messages_accepted_total{queue="demo-1"} 1.2E4
            forebay_messages_settled_total{outcome="acked",queue="demo-1"} 100.0
            forebay_messages_settled_total{outcome="dead-lettered",queue="demo-1"} 1.0
            forebay_dead_letters_total{queue="demo-1"} 1.0
            forebay_queues_not_shown 0.0
            """;

    @Test
    void it_reads_one_queues_figures() {
        assertThat(MetricsPage.read(PAGE, "demo-1"))
                .contains(new PoolFigures(42, 3, 1, 1.25, 12_000, 101, 1));
    }

    @Test
    void it_knows_nothing_of_a_queue_that_is_not_shown() {
        assertThat(MetricsPage.read(PAGE, "demo")).isEmpty();
    }
}
