package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import java.util.Optional;

/** Told what journal entries say, in order, for people rather than for the delivery state. */
interface JournalTale {
    /** A number means this caller. */
    default void caller(long number, Caller caller) {}

    /** The entries that follow in this record come from this caller. */
    default void by(long number) {}

    /** A replay, or a subscription that selects, takes it up. */
    default void takenUp(long offset) {}

    default void leased(long offset, long number, long leaseMillis) {}

    default void settled(long offset, Fate fate) {}

    default void released(long offset, long delayMillis, LeaseEnd end, String reason) {}

    default void leaseExpired(long offset, LeaseEnd end) {}

    /** The last lease ran out; the message stays with it until it is where dead letters go. */
    default void ranOut(long offset) {}

    default void takenBack(long offset) {}

    default void extended(long offset, long leaseMillis) {}

    default void gaveUp(long offset, String reason) {}

    default void forwarded(long offset, int queueId) {}

    /** Messages up to there were looked at, and so many copied to another queue. */
    default void copied(long position, long messages) {}

    /** Messages up to there were looked at, and none of them taken up or copied. */
    default void skipped(long position) {}

    /** A scheduled message was taken back before it was due. */
    default void withdrawn(LaterPlace place, long sentAt, Optional<Caller> sender) {}

    /** Scheduled messages with lower numbers, and behind the last that had come, were purged. */
    default void scheduledPurged(long number, LaterPlace passed) {}

    /** Everything below the bound that was neither leased nor settled was settled: so many. */
    default void settledBelow(long bound, Fate fate, long messages) {}
}
