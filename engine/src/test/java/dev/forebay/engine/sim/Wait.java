package dev.forebay.engine.sim;

import dev.forebay.engine.Backoff;
import dev.forebay.engine.RetryRule;

/** How long a failed message may have to wait, in ms. */
record Wait(long shortest, long longest) {
    static final Wait NONE = new Wait(0, 0);

    static Wait of(long millis) {
        return new Wait(millis, millis);
    }

    /** After the failure of this attempt, computed from the rule's words alone. */
    static Wait ruled(RetryRule rule, int attempt) {
        return switch (rule.backoff()) {
            case Backoff.AtOnce now -> NONE;
            case Backoff.Fixed fixed -> of(fixed.delayMillis());
            case Backoff.Exponential growing -> {
                double delay = (double) growing.firstMillis();
                for (int i = 1; i < attempt; i++) {
                    delay = Math.min(delay * growing.factor(), (double) growing.capMillis());
                }
                double taken = delay * growing.jitterPercent() / 100;
                // A millisecond either way for roundings.
                yield new Wait((long) (delay - taken) - 1, (long) delay + 1);
            }
        };
    }
}
