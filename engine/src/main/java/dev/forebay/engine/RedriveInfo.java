package dev.forebay.engine;

import java.util.Optional;

/**
 * A redrive as it stands.
 *
 * @param id its number, never used again
 * @param startedAt wall-clock ms
 * @param endedAt wall-clock ms, 0 while it runs or is paused
 * @param total messages that were in the queue when it began, leased ones aside
 * @param moved messages that left for their targets
 * @param failed messages that were to move and could not; they stay
 * @param heldUp what it waits for, if anything
 * @param failure why the redrive failed, or why the first of its messages did; empty for neither
 */
public record RedriveInfo(
        long id,
        RedriveRequest request,
        State state,
        long startedAt,
        long endedAt,
        long total,
        long moved,
        long failed,
        Optional<HeldUp> heldUp,
        String failure) {
    public enum State {
        RUNNING,
        PAUSED,
        /** It has come by every message that was there when it began. */
        COMPLETED,
        CANCELLED,
        /** It could not go on. */
        FAILED;

        public boolean isEnded() {
            return this == COMPLETED || this == CANCELLED || this == FAILED;
        }
    }
}
