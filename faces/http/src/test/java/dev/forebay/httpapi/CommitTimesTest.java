package dev.forebay.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommitTimesTest {
    private final CommitTimes times = new CommitTimes();

    @Test
    void nothing_is_told_without_commits() {
        assertThat(times.millis(0.5)).isZero();
        look(5, 5);
        assertThat(times.millis(0.5)).isZero();
    }

    @Test
    void a_share_is_found_within_its_bucket() {
        look(0, 0);
        look(90, 10);
        assertThat(times.millis(0.45)).isEqualTo(0.5);
        assertThat(times.millis(0.95)).isEqualTo(1.5);
        assertThat(times.millis(1)).isEqualTo(2);
    }

    @Test
    void what_was_before_the_last_ten_looks_does_not_count() {
        look(0, 0);
        look(0, 100);
        for (int i = 0; i < 10; i++) {
            look(10, 100);
        }
        assertThat(times.millis(1)).isEqualTo(1);
    }

    /** Buckets up to 1 ms and 2 ms. */
    private void look(long fast, long slow) {
        times.add(new ServerView.Buckets(List.of(0.001, 0.002), List.of(fast, slow)));
    }
}
