package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    @Test
    void a_burst_then_the_rate() {
        TokenBuckets buckets = new TokenBuckets(10, 3);
        assertThat(buckets.available(7, 1_000)).isEqualTo(3);
        buckets.take(7, 1_000, 3);
        assertThat(buckets.available(7, 1_000)).isZero();
        assertThat(buckets.available(8, 1_000)).as("another bucket").isEqualTo(3);
        assertThat(buckets.waitMillis(7, 1_000)).isEqualTo(100);
        assertThat(buckets.waitMillis(7, 1_060)).isEqualTo(40);
        assertThat(buckets.waitMillis(7, 1_100)).isZero();
        assertThat(buckets.available(7, 1_250)).isEqualTo(2);
        assertThat(buckets.available(7, 9_000)).isEqualTo(3);
    }

    @Test
    void in_the_long_run_no_more_than_the_rate() {
        TokenBuckets buckets = new TokenBuckets(7, 5);
        int taken = 0;
        for (long now = 0; now < 100_000; now++) {
            int available = buckets.available(1, now);
            buckets.take(1, now, available);
            taken += available;
        }
        assertThat(taken).isBetween(700, 705);
    }

    @Test
    void a_million_buckets_stay_within_bounds_and_none_gets_more_than_its_rate() {
        TokenBuckets buckets = new TokenBuckets(1, 1);
        for (long bucket = 0; bucket < 1_000_000; bucket++) {
            buckets.take(bucket * 0x9E3779B97F4A7C15L, 0, 1);
        }
        assertThat(buckets.available(0x9E3779B97F4A7C15L, 500)).isZero();
        assertThat(buckets.available(0x9E3779B97F4A7C15L, 1_000)).isEqualTo(1);
    }
}
