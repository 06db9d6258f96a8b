package dev.forebay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTextTest {
    private static RetryRule rule(String text) {
        return RetryText.parse(text).orElseThrow();
    }

    @Test
    void the_forms_are_read() {
        assertThat(rule("at-once")).isEqualTo(RetryRule.defaults());
        assertThat(rule(" Fixed 30s  attempts 4 "))
                .isEqualTo(RetryRule.of(new Backoff.Fixed(30_000)).withMaxAttempts(4));
        assertThat(rule("exponential 1s factor 2.5 cap 10m jitter 20"))
                .isEqualTo(RetryRule.of(new Backoff.Exponential(1_000, 2.5, 600_000, 20)));
        assertThat(rule("exponential 2h").backoff())
                .isEqualTo(new Backoff.Exponential(7_200_000, 2, 7_200_000, 50));
    }

    @Test
    void what_is_written_is_read_again() {
        for (String text :
                List.of(
                        "at-once",
                        "at-once attempts 9",
                        "fixed 250ms",
                        "exponential 1d factor 1.5 cap 2d jitter 0 attempts 1000")) {
            assertThat(rule(RetryText.write(rule(text)))).isEqualTo(rule(text));
        }
    }

    @Test
    void anything_else_is_no_rule() {
        for (String text :
                List.of(
                        "",
                        "never",
                        "fixed",
                        "fixed 3",
                        "fixed -3s",
                        "fixed 9999999999999999999s",
                        "fixed 106751991168d",
                        "fixed 3s jitter 4",
                        "at-once attempts",
                        "exponential 1s factor",
                        "exponential 1s factor x",
                        "exponential 1s speed 3",
                        "x".repeat(300))) {
            assertThat(RetryText.parse(text)).as(text).isEmpty();
        }
    }
}
