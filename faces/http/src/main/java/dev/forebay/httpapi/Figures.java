package dev.forebay.httpapi;

import dev.forebay.engine.QueueStats;
import dev.forebay.httpapi.codec.JsonOut;

/**
 * What a queue, or all of them together, looked like at one instant.
 *
 * @param oldestAgeMillis age of the oldest unsettled message, 0 when there is none
 * @param inPerSecond messages stored, since the look before
 * @param outPerSecond messages that left by an ack, since the look before
 * @param deadPerSecond messages moved to the dead-letter queue, since the look before
 */
record Figures(
        long ready,
        long delayed,
        long leased,
        long bytes,
        long oldestAgeMillis,
        double inPerSecond,
        double outPerSecond,
        double deadPerSecond) {
    static final Figures NOTHING = new Figures(0, 0, 0, 0, 0, 0, 0, 0);

    /** Counters that only rise, from which paces come. */
    record Counts(long sent, long acked, long dead) {
        static final Counts NONE = new Counts(0, 0, 0);

        static Counts of(QueueStats stats) {
            return new Counts(stats.sent(), stats.acked(), stats.deadLettered());
        }
    }

    static Figures of(QueueStats now, Counts before, long wall, double seconds) {
        return new Figures(
                now.ready(),
                now.delayed(),
                now.leased(),
                now.bytes(),
                now.oldestSentAt() == 0 ? 0 : Math.max(0, wall - now.oldestSentAt()),
                pace(now.sent() - before.sent(), seconds),
                pace(now.acked() - before.acked(), seconds),
                pace(now.deadLettered() - before.dead(), seconds));
    }

    Figures plus(Figures other) {
        return new Figures(
                ready + other.ready,
                delayed + other.delayed,
                leased + other.leased,
                bytes + other.bytes,
                Math.max(oldestAgeMillis, other.oldestAgeMillis),
                inPerSecond + other.inPerSecond,
                outPerSecond + other.outPerSecond,
                deadPerSecond + other.deadPerSecond);
    }

    long depth() {
        return ready + delayed + leased;
    }

    /** True when there is nothing to show. */
    boolean isQuiet() {
        return depth() == 0 && inPerSecond == 0 && outPerSecond == 0 && deadPerSecond == 0;
    }

    /** As members of the current object. */
    void write(JsonOut out) {
        out.field("ready", ready);
        out.field("delayed", delayed);
        out.field("leased", leased);
        out.field("bytes", bytes);
        out.field("oldestAgeMillis", oldestAgeMillis);
        out.field("inPerSecond", inPerSecond);
        out.field("outPerSecond", outPerSecond);
        out.field("deadPerSecond", deadPerSecond);
    }

    /** Per second, to one digit. */
    static double pace(long count, double seconds) {
        // A counter of a queue that was made anew begins at 0.
        return count <= 0 || seconds <= 0 ? 0 : Math.round(count / seconds * 10) / 10.0;
    }
}
