package dev.forebay.engine.core;

import dev.forebay.engine.Backoff;
import dev.forebay.engine.RetryRule;
import java.util.random.RandomGenerator;

/** What a retry rule means for one failed attempt. */
final class Retries {
    private final RandomGenerator random;

    Retries(RandomGenerator random) {
        this.random = random;
    }

    /**
     * How long the message waits, drawn where the rule leaves it to chance.
     *
     * @param attempt which of its attempts failed, from 1 on
     */
    long delayMillis(RetryRule rule, int attempt) {
        return switch (rule.backoff()) {
            case Backoff.AtOnce now -> 0;
            case Backoff.Fixed fixed -> fixed.delayMillis();
            case Backoff.Exponential growing -> {
                long longest = longest(growing, attempt);
                long shortest = shortest(growing, attempt);
                yield shortest == longest ? longest : random.nextLong(shortest, longest + 1);
            }
        };
    }

    /** The delay before chance takes off its share. */
    static long longest(Backoff.Exponential growing, int attempt) {
        double first = (double) growing.firstMillis();
        double delay = first * Math.pow(growing.factor(), Math.max(0, attempt - 1));
        return (long) Math.min(delay, (double) growing.capMillis());
    }

    static long shortest(Backoff.Exponential growing, int attempt) {
        long longest = longest(growing, attempt);
        return longest - longest * growing.jitterPercent() / 100;
    }
}
