package dev.forebay.engine;

import java.util.List;

/**
 * Delivering messages again that are still kept, settled or not. A replay un-settles nothing.
 * Called and replied to as {@link Queues} is; every change is on disk before its reply.
 */
public interface Replays {
    /** How many past replays of a queue are remembered. */
    int REMEMBERED = 100;

    /**
     * Counts what a replay would give, without leasing anything, in the background.
     *
     * @return ends the count without a reply
     */
    Waiting preview(String queue, Replay replay, Reply<ReplayPreview> reply);

    /** Begins a replay. */
    void start(Caller caller, String queue, Replay replay, Reply<ReplayInfo> reply);

    /**
     * Pauses ({@link ReplayInfo.Phase#PAUSED}), resumes ({@link ReplayInfo.Phase#RUNNING}) or ends
     * ({@link ReplayInfo.Phase#CANCELLED}) a replay. Messages that a cancelled pass has leased stay
     * with their consumers, whose acks change nothing any more.
     */
    void change(
            Caller caller,
            String queue,
            int number,
            ReplayInfo.Phase phase,
            Reply<ReplayInfo> reply);

    /** The replays of a queue in the order they were begun, past ones included. */
    List<ReplayInfo> all(String queue);
}
