package dev.forebay.engine.core;

import dev.forebay.engine.MessageState;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.util.EnumMap;
import java.util.Map;

/** What became of the messages of a subscription since its start. */
final class Counters {
    long sent;
    long acked;

    /** For whatever reason, the three below included. */
    long deadLettered;

    long rejected;
    long pushedOut;
    long lapsed;
    long expired;
    long dropped;
    long purged;
    long moved;
    long duplicates;
    long leasesGiven;
    long leasesExpired;

    long settled() {
        return acked + deadLettered + expired + dropped + purged + moved;
    }

    long unsettled() {
        return sent - settled();
    }

    void count(Fate fate, long messages) {
        switch (fate) {
            case ACKED -> acked += messages;
            case DEAD_LETTERED -> deadLettered += messages;
            case REJECTED -> {
                deadLettered += messages;
                rejected += messages;
            }
            case PUSHED_OUT -> {
                deadLettered += messages;
                pushedOut += messages;
            }
            case LAPSED -> {
                deadLettered += messages;
                lapsed += messages;
            }
            case EXPIRED -> expired += messages;
            case DROPPED -> dropped += messages;
            case PURGED -> purged += messages;
            case MOVED -> moved += messages;
        }
    }

    /** The dead-lettered by reason. */
    QueueStats.DeadLetterReasons deadLetterReasons() {
        return new QueueStats.DeadLetterReasons(
                deadLettered - rejected - pushedOut - lapsed, rejected, pushedOut, lapsed);
    }

    /** How many ended in each way. */
    Map<MessageState, Long> ended() {
        Map<MessageState, Long> ended = new EnumMap<>(MessageState.class);
        ended.put(MessageState.ACKED, acked);
        ended.put(MessageState.DEAD_LETTERED, deadLettered);
        ended.put(MessageState.EXPIRED, expired);
        ended.put(MessageState.DROPPED, dropped);
        ended.put(MessageState.PURGED, purged);
        ended.put(MessageState.MOVED, moved);
        return ended;
    }

    void copy(Counters other) {
        sent = other.sent;
        acked = other.acked;
        deadLettered = other.deadLettered;
        rejected = other.rejected;
        pushedOut = other.pushedOut;
        lapsed = other.lapsed;
        expired = other.expired;
        dropped = other.dropped;
        purged = other.purged;
        moved = other.moved;
        duplicates = other.duplicates;
        leasesGiven = other.leasesGiven;
        leasesExpired = other.leasesExpired;
    }

    void write(ByteSink sink) {
        sink.putVarint(sent);
        sink.putVarint(acked);
        sink.putVarint(deadLettered);
        sink.putVarint(rejected);
        sink.putVarint(pushedOut);
        sink.putVarint(lapsed);
        sink.putVarint(expired);
        sink.putVarint(dropped);
        sink.putVarint(purged);
        sink.putVarint(moved);
        sink.putVarint(duplicates);
        sink.putVarint(leasesGiven);
        sink.putVarint(leasesExpired);
    }

    void read(ByteSource source) {
        sent = source.getVarint();
        acked = source.getVarint();
        deadLettered = source.getVarint();
        rejected = source.getVarint();
        pushedOut = source.getVarint();
        lapsed = source.getVarint();
        expired = source.getVarint();
        dropped = source.getVarint();
        purged = source.getVarint();
        moved = source.getVarint();
        duplicates = source.getVarint();
        leasesGiven = source.getVarint();
        leasesExpired = source.getVarint();
    }
}
