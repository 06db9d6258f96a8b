package dev.forebay.engine;

/** One step in a message's life from queue to queue. */
public sealed interface HistoryEntry {
    /** Name of the queue that it came from. */
    String queue();

    /** Wall-clock ms of the step. */
    long at();

    /**
     * Given up.
     *
     * @param reason why, for people
     * @param attempts how often it was leased there
     * @param firstLeasedAt wall-clock ms of its first lease there
     */
    record DeadLettered(String queue, String reason, int attempts, long firstLeasedAt, long at)
            implements HistoryEntry {}

    /**
     * Moved on by a redrive.
     *
     * @param redrive the redrive's number
     * @param content whether it went on as it was
     */
    record Redriven(String queue, long redrive, Content content, long at) implements HistoryEntry {}

    /**
     * Copied by a replay into another queue.
     *
     * @param replay the replay's number
     */
    record Replayed(String queue, long replay, long at) implements HistoryEntry {}

    /** Whether a move changed the message. */
    enum Content {
        UNTOUCHED,
        /** By the redrive's template; the message as it was stays in its log with it. */
        EDITED
    }
}
