package dev.forebay.engine;

import dev.forebay.engine.filter.MessageFilter;
import java.util.Optional;

/**
 * A replay, running or past.
 *
 * @param queue the queue whose messages are replayed
 * @param number names it within the queue, for ever; leases of a pass name it
 * @param into where its messages go
 * @param from offset of the first message looked at
 * @param to the first offset not looked at
 * @param filter which messages are meant
 * @param ratePerSecond most messages a second; 0 for no limit
 * @param phase how far it is
 * @param reason why it failed; empty unless it did
 * @param heldUp what it waits for, beside its consumers, if anything
 * @param createdAt wall-clock ms
 * @param endedAt wall-clock ms; 0 while it runs
 * @param position messages before this offset were looked at
 * @param given messages that were meant so far
 * @param acked of these, acked by consumers; for a copy into another queue, copied there
 * @param unsettled of these, with consumers or waiting for them
 */
public record ReplayInfo(
        String queue,
        int number,
        Replay.Target into,
        long from,
        long to,
        MessageFilter filter,
        long ratePerSecond,
        Phase phase,
        String reason,
        Optional<HeldUp> heldUp,
        long createdAt,
        long endedAt,
        long position,
        long given,
        long acked,
        long unsettled) {
    /** How far a replay is. */
    public enum Phase {
        RUNNING,
        /** Takes up and gives out nothing until it is resumed; leases that are out stay valid. */
        PAUSED,
        /** All messages that were meant are settled, or copied. */
        DONE,
        CANCELLED,
        /** It cannot go on. */
        FAILED;

        public boolean isOver() {
            return this == DONE || this == CANCELLED || this == FAILED;
        }
    }
}
