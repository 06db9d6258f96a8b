package dev.forebay.http;

/** The deadlines of one connection, in the coarse time of its event loop. */
final class ConnectionClock {
    enum Verdict {
        NONE,
        REJECT,
        CLOSE
    }

    private static final long NEVER = -1;

    /** How long a client may go on sending after it was refused. */
    private static final long LINGER_MILLIS = 2_000;

    private static final int MILLIS = 1_000;

    private final Limits limits;
    private long activeAt;
    private long headSince;
    private long bodySince = NEVER;
    private long bodyBytes;
    private long streamSince = NEVER;
    private long stuckSince = NEVER;
    private long stuckBytes;
    private long lingersSince = NEVER;
    private boolean anyBytes;

    ConnectionClock(Limits limits, long now) {
        this.limits = limits;
        this.activeAt = now;
        this.headSince = now;
    }

    void bytesArrived(boolean inBody, long now) {
        anyBytes = true;
        if (!inBody && headSince == NEVER) {
            headSince = now;
        }
    }

    void headArrived(long now) {
        headSince = NEVER;
        bodySince = now;
        bodyBytes = 0;
    }

    /** A body that may go on for ever only has to go on. */
    void streamGoesOn(long now) {
        bodySince = NEVER;
        streamSince = now;
    }

    void bodyArrived(int bytes) {
        bodyBytes += bytes;
    }

    void requestArrived(long now) {
        headSince = NEVER;
        bodySince = NEVER;
        streamSince = NEVER;
        activeAt = now;
    }

    void answered(long now) {
        activeAt = now;
    }

    void writable(boolean writable, long now) {
        stuckSince = writable ? NEVER : now;
        stuckBytes = Long.MAX_VALUE;
    }

    void lingers(long now) {
        lingersSince = now;
    }

    /**
     * What is due.
     *
     * @param paused the server itself does not read: then the client is not late
     * @param nothingPending no request waits for its answer
     * @param unwritten bytes the client must take before more can be written
     */
    Verdict check(long now, boolean paused, boolean nothingPending, long unwritten) {
        if (lingersSince != NEVER) {
            return now - lingersSince > LINGER_MILLIS ? Verdict.CLOSE : Verdict.NONE;
        }
        if (isStuck(now, unwritten)) {
            return Verdict.CLOSE;
        }
        if (paused) {
            holdDeadlines(now);
            return Verdict.NONE;
        }
        if (streamSince != NEVER) {
            boolean silent = now - streamSince > limits.idle().toMillis();
            return silent ? Verdict.REJECT : Verdict.NONE;
        }
        if (bodySince != NEVER) {
            long extra = bodyBytes * MILLIS / Limits.BODY_BYTES_PER_SECOND;
            boolean late = now - bodySince > limits.body().toMillis() + extra;
            return late ? Verdict.REJECT : Verdict.NONE;
        }
        if (headSince != NEVER && nothingPending && now - headSince > limits.head().toMillis()) {
            return anyBytes ? Verdict.REJECT : Verdict.CLOSE;
        }
        boolean idle = nothingPending && now - activeAt > limits.idle().toMillis();
        return idle ? Verdict.CLOSE : Verdict.NONE;
    }

    private boolean isStuck(long now, long unwritten) {
        if (stuckSince == NEVER) {
            return false;
        }
        if (unwritten < stuckBytes) {
            stuckBytes = unwritten;
            stuckSince = now;
            return false;
        }
        return now - stuckSince > limits.unread().toMillis();
    }

    private void holdDeadlines(long now) {
        if (headSince != NEVER) {
            headSince = now;
        }
        if (bodySince != NEVER) {
            bodySince = now;
        }
        if (streamSince != NEVER) {
            streamSince = now;
        }
    }
}
