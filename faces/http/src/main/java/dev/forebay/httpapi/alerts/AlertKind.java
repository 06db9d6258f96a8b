package dev.forebay.httpapi.alerts;

import java.util.Locale;

/**
 * What can need somebody, and what he can do.
 *
 * <p>An alert begins when things have been bad for a while and ends when they have been good for a
 * while, so that none comes and goes with every wave.
 */
public enum AlertKind {
    /** The log stopped, or damage is known. */
    STORAGE(
            0,
            60_000,
            "See forebay doctor and the log for what happened; mend the disk, then start the server"
                    + " again."),
    /** The disk is full, or will be soon. */
    DISK_FILLING(
            0,
            300_000,
            "Find the queues that grow (forebay top), add consumers, make room on the volume of"
                    + " data.dir, or lower storage.retained."),
    /** A queue's oldest message is older than its age objective. */
    AGE_OBJECTIVE(0, 30_000, "Add consumers, or see why they are slow: forebay top."),
    /** Messages wait and nobody receives them. */
    NO_CONSUMERS(60_000, 10_000, "Start a consumer, or see why it receives no more."),
    /** A queue that refuses sends when it is full will be soon, or is. */
    NEARLY_FULL(
            0, 30_000, "Add consumers, or raise the limit: forebay queue set QUEUE --max-depth N."),
    /** Messages of a queue are given up. */
    DEAD_LETTERS(
            0,
            600_000,
            "See why: forebay dead ls. Redrive them once the cause is mended: forebay dead redrive.");

    private final long beginAfterMillis;
    private final long endAfterMillis;
    private final String action;

    AlertKind(long beginAfterMillis, long endAfterMillis, String action) {
        this.beginAfterMillis = beginAfterMillis;
        this.endAfterMillis = endAfterMillis;
        this.action = action;
    }

    /** How long it must have been bad. */
    long beginAfterMillis() {
        return beginAfterMillis;
    }

    /** How long it must have been good again. */
    long endAfterMillis() {
        return endAfterMillis;
    }

    /** What to do, a sentence or two. */
    public String action() {
        return action;
    }

    /** As clients read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
