package dev.forebay.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections together may hold. Thread-safe. */
final class ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes the bytes, or nothing and false when they would pass the limit. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Takes the bytes in any case: they exist already. Later {@link #take}s feel it. */
    void takeAnyway(long bytes) {
        used.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
