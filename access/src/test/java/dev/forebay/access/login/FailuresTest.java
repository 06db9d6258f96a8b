package dev.forebay.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {
    private final Failures failures = new Failures();

    @Test
    void each_failure_doubles_the_wait_up_to_half_a_minute() {
        assertThat(failures.failed("a", "ann", 0)).isZero();
        assertThat(failures.failed("a", "ann", 0)).isZero();
        assertThat(failures.failed("a", "ann", 0)).isEqualTo(250);
        assertThat(failures.failed("a", "ann", 0)).isEqualTo(500);
        long last = 0;
        for (int i = 0; i < 20; i++) {
            last = failures.failed("a", "ann", 0);
        }
        assertThat(last).isEqualTo(30_000);
        assertThat(failures.waitMillis("a", "ann", 10_000)).isEqualTo(20_000);
    }

    @Test
    void others_are_not_held_up() {
        for (int i = 0; i < 10; i++) {
            long _ = failures.failed("a", "ann", 0);
        }
        assertThat(failures.waitMillis("a", "bob", 0)).isZero();
        assertThat(failures.waitMillis("b", "ann", 0)).isZero();
    }

    @Test
    void an_address_that_guesses_names_waits_too_except_for_names_it_knows() {
        failures.succeeded("a", "bob");
        for (int i = 0; i < 30; i++) {
            long _ = failures.failed("a", "name" + i, 0);
        }
        assertThat(failures.waitMillis("a", "fresh", 0)).isPositive();
        assertThat(failures.waitMillis("a", "bob", 0)).isZero();
        assertThat(failures.waitMillis("b", "fresh", 0)).isZero();
    }

    @Test
    void failures_are_forgiven_in_time_and_after_success() {
        for (int i = 0; i < 5; i++) {
            long _ = failures.failed("a", "ann", 0);
        }
        assertThat(failures.failed("a", "ann", 20 * 60_000)).isZero();
        for (int i = 0; i < 5; i++) {
            long _ = failures.failed("c", "ann", 0);
        }
        failures.succeeded("c", "ann");
        assertThat(failures.waitMillis("c", "ann", 0)).isZero();
    }

    @Test
    void a_million_names_cost_little() {
        for (int i = 0; i < 1_000_000; i++) {
            long _ = failures.failed("a", "name" + i, i);
        }
        assertThat(failures.size()).isLessThanOrEqualTo(20_000);
    }
}
