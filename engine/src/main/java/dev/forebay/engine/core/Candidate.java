package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Message;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One send, looked at before anything changes: size, limits, deduplication, delay. Used again and
 * again.
 */
final class Candidate {
    /** How long who is refused since all is full had better wait, when nobody knows better. */
    private static final long FULL_MILLIS = 1_000;

    private static final long LONGEST_EXPIRY = Long.MAX_VALUE >> 2;

    private List<Header> headers = List.of();
    private int size;
    private long due;
    private long deadline;
    private Caller sender = Caller.IN_PROCESS;
    private @Nullable ByteBuffer key;

    /** Wall-clock time at which a message is due that waits outside of its partition, or 0. */
    private long laterDue;

    private DedupWindow.@Nullable Id id;
    private long duplicateOf;
    private @Nullable LaterPlace duplicateLater;
    private @Nullable List<DedupWindow.Duplicate> pending;
    private Callers.Known from = Callers.NO_ONE;

    /**
     * Looks at the send; returns why it is refused, or null when it is a duplicate or may be {@link
     * #add added}.
     */
    @Nullable Refusal look(Core core, Caller caller, QueueState queue, Send send) {
        return look(core, caller, queue, send, EngineHeaders.sent(send.message().headers()));
    }

    /** The same, with headers that the engine may have written. */
    @Nullable Refusal look(
            Core core, Caller caller, QueueState queue, Send send, List<Header> all) {
        sender = caller;
        Message message = send.message();
        if (!queue.settings().flow().takesMessages()) {
            return new Refusal.QueuePaused(queue.name(), queue.settings().flow());
        }
        headers = all;
        size = message.body().remaining() + EngineHeaders.size(headers);
        id = null;
        pending = null;
        duplicateOf = DedupWindow.NONE;
        duplicateLater = null;
        Refusal wrong = EngineHeaders.wrong(headers);
        if (wrong != null) {
            return wrong;
        }
        if (size > queue.settings().maxMessageBytes()) {
            return new Refusal.MessageTooLarge(size, queue.settings().maxMessageBytes());
        }
        if (send.expiryMillis() != Send.QUEUE_EXPIRY) {
            tell(send.expiryMillis());
        }
        Deduplication rule = queue.deduplication();
        if (rule != null && send.deduplicationId() != null) {
            DedupWindow window = queue.partition().dedup();
            DedupWindow.Id known = window.id(rule, send.deduplicationId(), message.key());
            id = known;
            duplicateOf = window.find(known, core.now(), rule);
            pending = window.pending(known);
            boolean hasLater = queue.partition().hasLater();
            if (hasLater) {
                LaterDuplicates later = queue.partition().later().duplicates();
                duplicateLater = later.find(known, core.now(), rule);
            }
            SendLine line = queue.partition().line();
            if (line != null && !isDuplicate()) {
                Refusal unknown = lookedUp(line, known, core.now() - rule.windowMillis());
                if (unknown != null) {
                    return unknown;
                }
            }
            if (isDuplicate()) {
                return null;
            }
            Refusal full = full(core, queue, rule);
            if (full != null) {
                return full;
            }
        }
        long delay =
                send.delayMillis() == Send.QUEUE_DELAY
                        ? queue.settings().delayMillis()
                        : send.delayMillis();
        if (delay > SettingsCheck.LONGEST_DELAY) {
            return new Refusal.InvalidSetting(
                    "delayMillis", Long.toString(delay), "at most ten years, in milliseconds");
        }
        due = delay > 0 ? core.now() + delay : 0;
        from = core.callers.known();
        laterDue = delay > queue.laterAfter() ? later(core, queue, delay) : 0;
        if (laterDue != 0 && id != null && core.dedup.isFullOfScheduled()) {
            return new Refusal.Throttled("Deduplication of scheduled messages", FULL_MILLIS);
        }
        deadline =
                send.expiryMillis() == Send.QUEUE_EXPIRY
                        ? 0
                        : core.now() + Math.min(send.expiryMillis(), LONGEST_EXPIRY);
        key = message.key();
        QueueRates rates = queue.rates();
        Refusal tooFast = rates == null ? null : rates.sendRefusal(caller, key, core.now());
        return tooFast == null ? core.overflow.refusal(queue, size) : tooFast;
    }

    /** Receivers are told how long it lives; that is no part of what its queue limits. */
    private void tell(long expiryMillis) {
        Header told = EngineHeaders.text(Send.EXPIRY_HEADER, Long.toString(expiryMillis));
        List<Header> all = new ArrayList<>(headers);
        all.add(told);
        headers = all;
        size += EngineHeaders.size(told);
    }

    /** Takes what the disk knows of the id; returns why it is not known, or null. */
    private @Nullable Refusal lookedUp(SendLine line, DedupWindow.Id known, long forgotten) {
        DedupFound found = line.found(known);
        if (found != null && found.time() > forgotten) {
            duplicateOf = found.offset();
        }
        return found == null ? null : found.refusal();
    }

    private static @Nullable Refusal full(Core core, QueueState queue, Deduplication rule) {
        Partition partition = queue.partition();
        long others = partition.hasLater() ? partition.later().duplicates().size() : 0;
        long room = partition.dedup().roomAt(core.now(), rule);
        DedupRuns runs = partition.work().state().dedupRuns;
        if (runs != null) {
            long forgotten = core.now() - rule.windowMillis();
            others += runs.countSince(forgotten);
            long oldest = runs.oldestSince(forgotten);
            room = oldest == DedupRuns.NONE ? room : oldest + rule.windowMillis();
        }
        boolean full = partition.dedup().isFull(rule, others) || core.dedup.isFull();
        return full
                ? new Refusal.Throttled(
                        "Deduplication of \"" + queue.name() + "\"", room - core.now())
                : null;
    }

    private static long later(Core core, QueueState queue, long delay) {
        long at = core.wall() + delay;
        return queue.partition().later().takes(at) ? at : 0;
    }

    /** An earlier send had the same id: it is stored, or on its way. */
    boolean isDuplicate() {
        return duplicateOf != DedupWindow.NONE || duplicateLater != null || pending != null;
    }

    /** Offset of the message that was stored with the same id, or {@link DedupWindow#NONE}. */
    long duplicateOf() {
        return duplicateOf;
    }

    /** Place of the scheduled message that was stored with the same id, or null. */
    @Nullable LaterPlace duplicateLater() {
        return duplicateLater;
    }

    /** The sends that wait for the one with the same id that is on its way, or null. */
    @Nullable List<DedupWindow.Duplicate> pending() {
        return pending;
    }

    /** Whether both carry the same deduplication id; in the same queue. */
    boolean hasIdOf(Candidate other) {
        return id != null && id.equals(other.id);
    }

    /** From now on the message counts in its queue. */
    void begin(Core core, QueueState queue) {
        QueueRates rates = queue.rates();
        if (rates != null) {
            rates.sent(sender, key, core.now());
        }
        if (id != null) {
            queue.partition().dedup().begin(id);
        }
        if (laterDue == 0) {
            queue.coming(size);
        } else {
            queue.comingLater(size);
        }
    }

    /** It is not sent after all. */
    void takeBack(QueueState queue) {
        if (id != null) {
            queue.partition().dedup().end(id);
        }
        if (laterDue == 0) {
            queue.arrived(size);
        } else {
            queue.arrivedLater(size);
        }
    }

    /** Adds it to a batch of this turn. */
    void add(Send send, QueueState queue, Outbox outbox, SendCall call, int index) {
        if (laterDue == 0) {
            add(send, outbox.batch(queue), call, index);
        } else {
            add(send, outbox.later(queue, laterDue), call, index);
        }
    }

    /** Whether it waits outside of its partition, and due when; 0 when it does not. */
    long laterDue() {
        return laterDue;
    }

    void add(Send send, OutBatch batch, SendCall call, int index) {
        batch.add(
                send.message().key(),
                send.message().body(),
                stored(send.deduplicationId()),
                from,
                new OutBatch.Sending(call, index, size, due, deadline, id));
    }

    void add(Send send, LaterBatch batch, SendCall call, int index) {
        due = 0;
        List<Header> signed = new ArrayList<>(from.inFull());
        signed.addAll(stored(send.deduplicationId()));
        batch.add(
                send.message().key(),
                send.message().body(),
                signed,
                new OutBatch.Sending(call, index, size, laterDue, deadline, id),
                id == null ? null : send.deduplicationId());
    }

    private List<Header> stored(@Nullable String deduplicationId) {
        if (due == 0 && deadline == 0 && deduplicationId == null) {
            return headers;
        }
        List<Header> all = new ArrayList<>(headers.size() + 3);
        if (due != 0) {
            all.add(EngineHeaders.number(EngineHeaders.DUE, due));
        }
        if (deadline != 0) {
            all.add(EngineHeaders.number(EngineHeaders.DEADLINE, deadline));
        }
        if (deduplicationId != null) {
            all.add(EngineHeaders.text(EngineHeaders.DEDUPLICATION, deduplicationId));
        }
        all.addAll(headers);
        return all;
    }
}
