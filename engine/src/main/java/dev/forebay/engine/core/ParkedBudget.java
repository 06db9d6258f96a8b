package dev.forebay.engine.core;

/** Memory for messages passed over because their key is blocked, shared by all partitions. */
final class ParkedBudget {
    private final long limit;
    private final int always;
    private long used;

    ParkedBudget(long limit, int always) {
        this.limit = limit;
        this.always = always;
    }

    /** Whether a partition that has passed over so many messages may pass over one more. */
    boolean allows(long parked) {
        return parked < always || used < limit;
    }

    void take(long bytes) {
        used += bytes;
    }

    long used() {
        return used;
    }
}
