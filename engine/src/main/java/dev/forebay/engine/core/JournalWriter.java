package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.engine.struct.AttemptEntry;
import dev.forebay.engine.struct.ByteSink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries of the delivery journal, which {@link JournalReader} reads. A record is a version,
 * a sequence number, engine time and wall-clock time, then entries that begin with a code.
 */
final class JournalWriter {
    static final int VERSION = 2;
    static final int LEASE = 1;
    static final int SETTLE = 2;
    static final int SETTLE_UNLEASED = 3;
    static final int RELEASE = 4;
    static final int EXPIRE_LEASE = 5;
    static final int TAKE_BACK = 6;
    static final int EXTEND = 7;
    static final int EXPIRE_BELOW = 8;
    static final int PURGE_BELOW = 9;
    static final int FORWARD = 10;
    static final int RAN_OUT = 11;
    static final int OWN_RULE = 12;
    static final int BREAKER_OPEN = 13;
    static final int BREAKER_PROBE = 14;
    static final int BREAKER_CLOSE = 15;
    static final int SPILL = 16;
    static final int RECALL = 17;
    static final int DEDUP_RUN = 18;
    static final int DEDUP_FORGET = 19;
    static final int ADMIT = 30;
    static final int SKIP = 31;
    static final int COPIED = 32;
    static final int PASS_OVER = 33;
    static final int CALLER = 50;
    static final int BY = 51;
    static final int GIVE_UP = 52;
    static final int WITHDRAW = 53;
    static final int PURGE_SCHEDULED = 54;
    static final int PARK = 34;
    static final int RANK = 35;
    static final int LAPSE = 36;

    private JournalWriter() {}

    private static void put(ByteSink sink, int code, long number) {
        sink.putByte(code);
        sink.putVarint(number);
    }

    private static void put(ByteSink sink, int code, long number, long more) {
        put(sink, code, number);
        sink.putVarint(more);
    }

    static void begin(ByteSink sink, long sequence, long now, long wall) {
        sink.putByte(VERSION);
        sink.putVarint(sequence);
        sink.putVarint(now);
        sink.putVarint(wall);
    }

    /** Tells who a number means. */
    static void caller(ByteSink sink, long number, Caller caller) {
        sink.putByte(CALLER);
        sink.putVarint(number);
        caller(sink, caller);
    }

    static void caller(ByteSink sink, Caller caller) {
        sink.putText(caller.face());
        sink.putText(caller.user());
        sink.putText(caller.address());
        sink.putText(caller.client());
    }

    /** A scheduled message was taken back before it was due; what is told of it is told here. */
    static void withdraw(ByteSink sink, LaterPlace place, long sentAt, Optional<Caller> sender) {
        sink.putByte(WITHDRAW);
        sink.putVarint(place.due());
        sink.putVarint(place.number());
        sink.putVarint(sentAt);
        sink.putByte(sender.isPresent() ? 1 : 0);
        sender.ifPresent(caller -> caller(sink, caller));
    }

    /** Scheduled messages with lower numbers, and behind the last that had come, were purged. */
    static void purgeScheduled(ByteSink sink, long number, LaterPlace passed) {
        sink.putByte(PURGE_SCHEDULED);
        sink.putVarint(number);
        sink.putVarint(passed.due());
        sink.putVarint(passed.number());
    }

    /** Whose commands the entries that follow in this record come from. */
    static void by(ByteSink sink, long number) {
        put(sink, BY, number);
    }

    /** The message is not to be delivered again: it is about to be settled, or moved. */
    static void giveUp(ByteSink sink, long offset, String reason) {
        sink.putByte(GIVE_UP);
        sink.putVarint(offset);
        sink.putText(reason);
    }

    static void lease(
            ByteSink sink,
            long offset,
            long number,
            long until,
            long wall,
            int size,
            @Nullable Key key) {
        sink.putByte(LEASE);
        sink.putVarint(offset);
        sink.putVarint(number);
        sink.putVarint(until);
        sink.putVarint(wall);
        sink.putVarint(size);
        Key.write(key, sink);
    }

    static void settle(ByteSink sink, long offset, Fate fate) {
        sink.putByte(SETTLE);
        sink.putVarint(offset);
        sink.putByte(fate.code());
    }

    static void settleUnleased(ByteSink sink, long offset, Fate fate) {
        sink.putByte(SETTLE_UNLEASED);
        sink.putVarint(offset);
        sink.putByte(fate.code());
    }

    static void release(ByteSink sink, long offset, long due, LeaseEnd end, String reason) {
        sink.putByte(RELEASE);
        sink.putVarint(offset);
        sink.putVarint(due);
        sink.putByte(end.code());
        sink.putText(reason);
    }

    static void expireLease(ByteSink sink, long offset, long due, LeaseEnd end) {
        sink.putByte(EXPIRE_LEASE);
        sink.putVarint(offset);
        sink.putVarint(due);
        sink.putByte(end.code());
    }

    /** The message that was just leased has a retry rule of its own. */
    static void ownRule(ByteSink sink, long offset, RetryRule rule) {
        sink.putByte(OWN_RULE);
        sink.putVarint(offset);
        sink.putText(RetryText.write(rule));
    }

    static void breakerOpen(ByteSink sink, long until, long pause, String reason) {
        sink.putByte(BREAKER_OPEN);
        sink.putVarint(until);
        sink.putVarint(pause);
        sink.putText(reason);
    }

    static void breakerProbe(ByteSink sink, long offset) {
        put(sink, BREAKER_PROBE, offset);
    }

    static void breakerClose(ByteSink sink) {
        put(sink, BREAKER_CLOSE, 0);
    }

    /** The last allowed lease ran out; the message is about to move. */
    static void ranOut(ByteSink sink, long offset) {
        put(sink, RAN_OUT, offset);
    }

    /** The lease never reached its consumer. */
    static void takeBack(ByteSink sink, long offset) {
        put(sink, TAKE_BACK, offset);
    }

    static void extend(ByteSink sink, long offset, long until) {
        put(sink, EXTEND, offset, until);
    }

    static void expireBelow(ByteSink sink, long bound, long messages) {
        put(sink, EXPIRE_BELOW, bound, messages);
    }

    static void purgeBelow(ByteSink sink, long bound, long messages) {
        put(sink, PURGE_BELOW, bound, messages);
    }

    /** Where a message that left went; its identity is the trace. */
    static void forward(ByteSink sink, long offset, int queueId) {
        put(sink, FORWARD, offset, queueId);
    }

    /** A message that a selection meant was taken up at the time of the record. */
    static void admit(ByteSink sink, long offset, long wall, int size, long due) {
        sink.putByte(ADMIT);
        sink.putVarint(offset);
        sink.putVarint(wall);
        sink.putVarint(size);
        sink.putVarint(due);
    }

    /** A selection was looked through up to here. */
    static void skip(ByteSink sink, long position) {
        put(sink, SKIP, position);
    }

    /** A selection was looked through up to here, and so many messages were copied elsewhere. */
    static void copied(ByteSink sink, long position, long messages) {
        put(sink, COPIED, position, messages);
    }

    /** The cursor stepped over messages up to here that could not be read. */
    static void passOver(ByteSink sink, long position) {
        put(sink, PASS_OVER, position);
    }

    /** The cursor stepped over messages of keys that have to wait, from one offset to another. */
    static void park(ByteSink sink, long from, long position) {
        put(sink, PARK, from, position);
    }

    /** The message that was just taken up has this priority. */
    static void rank(ByteSink sink, long offset, int level) {
        put(sink, RANK, offset, level);
    }

    /** The message that was just taken up is not delivered from this time on. */
    static void lapse(ByteSink sink, long offset, long deadline) {
        put(sink, LAPSE, offset, deadline);
    }

    /** What is known of these messages, which wait, is in a page at this place. */
    static void spill(ByteSink sink, long place, int bytes, long[] offsets) {
        sink.putByte(SPILL);
        sink.putVarint(place);
        sink.putVarint(bytes);
        sink.putVarint(offsets.length);
        long before = 0;
        for (long offset : offsets) {
            sink.putVarint(offset - before);
            before = offset;
        }
    }

    /** What was spilled of a message is in the heap again. */
    static void recall(ByteSink sink, AttemptEntry entry) {
        sink.putByte(RECALL);
        sink.putVarint(entry.offset());
        sink.putVarint(entry.count() + 1);
        sink.putVarint(entry.first());
        sink.putVarint(entry.last());
        sink.putVarint(entry.reasons().size());
        entry.reasons().forEach(sink::putText);
    }

    /** Deduplication ids are on disk, and not in the heap any more. */
    static void dedupRun(ByteSink sink, DedupRun run) {
        sink.putByte(DEDUP_RUN);
        run.write(sink);
    }

    /** Runs of deduplication ids before this place are too old. */
    static void dedupForget(ByteSink sink, long place) {
        put(sink, DEDUP_FORGET, place);
    }
}
