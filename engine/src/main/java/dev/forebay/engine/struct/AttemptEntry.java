package dev.forebay.engine.struct;

import java.util.List;

/**
 * What is known of a message that waits for another attempt.
 *
 * @param count its attempts, or {@link Attempts#NONE} where the subscription implies them
 * @param first wall-clock time of its first lease in ms, when the attempts are known
 * @param last number of its last lease, when the attempts are known
 * @param reasons why its last attempts failed, the oldest first
 */
public record AttemptEntry(long offset, int count, long first, long last, List<String> reasons) {
    public AttemptEntry {
        reasons = List.copyOf(reasons);
    }

    /** Whether there is nothing to know. */
    public boolean isEmpty() {
        return count == Attempts.NONE && reasons.isEmpty();
    }
}
