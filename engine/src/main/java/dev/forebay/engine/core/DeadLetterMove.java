package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to where dead letters go: read here, then sent there and settled here, to
 * however many queues in one append. Only where that would be larger than an append may be, it is
 * sent in several, of which the last settles it.
 */
final class DeadLetterMove implements ReadCompletion, Arrival {
    private final Core core;
    private final Demise demise;
    private final Kept kept;
    private final @Nullable Caller by;
    private final RecordBatchReader reader = new RecordBatchReader();
    private final StoredMessage stored = new StoredMessage();
    private @Nullable ByteBuffer read;
    private @Nullable LogFailure failure;
    private boolean givenUp;

    DeadLetterMove(Core core, Demise demise, Kept kept) {
        this.core = core;
        this.demise = demise;
        this.kept = kept;
        this.by = core.callers.current();
    }

    Kept kept() {
        return kept;
    }

    QueueState queue() {
        return source().queue();
    }

    Demise demise() {
        return demise;
    }

    private Subscription source() {
        return demise.source();
    }

    private boolean isExpired() {
        return demise.reason().equals(DeadLetters.EXPIRED);
    }

    private boolean isOver() {
        return !core.deadLetters.isActive(this);
    }

    void proceed() {
        if (isOver()) {
            return;
        }
        if (core.gate.refusal(StoreGate.Work.MOVE) != null || core.deadLetters.mustWait(source())) {
            core.deadLetters.hold(this);
        } else if (isExpired() && !ExpiredLetters.goOn(source())) {
            // The queue's settings changed meanwhile.
            stay();
        } else if (!core.deadLetters.hasTarget(source())) {
            core.deadLetters.missing(source());
            stay();
        } else {
            source().partition().stream().read(demise.offset(), 1, this);
        }
    }

    @Override
    public void completed(ByteBuffer batches) {
        read = batches;
        core.commits.arrivals().add(this);
    }

    @Override
    public void failed(LogFailure why) {
        failure = why;
        core.commits.arrivals().add(this);
    }

    @Override
    public void arrived() {
        if (isOver()) {
            return;
        }
        LogFailure why = failure;
        failure = null;
        if (!kept.isThere()) {
            // Acked while it was read.
            core.deadLetters.ended(this);
            return;
        }
        if (why != null || !found()) {
            core.callers.as(by, () -> unreadable(why));
            return;
        }
        core.callers.as(by, this::find);
    }

    /** Who leases it next is told why; what nobody may lease any more is let go of. */
    private void unreadable(@Nullable LogFailure why) {
        if (why instanceof LogFailure.Damaged && isExpired()) {
            nowhere("it cannot be read");
        } else {
            stay();
        }
    }

    private boolean found() {
        ByteBuffer batches = read;
        if (batches == null || !batches.hasRemaining()) {
            return false;
        }
        reader.reset(batches, demise.offset());
        if (!reader.next() || reader.offset() != demise.offset()) {
            return false;
        }
        stored.read(reader);
        return true;
    }

    /** Finds out where it goes, as things are now. */
    private void find() {
        List<DeadLetterCopy> copies;
        try {
            copies = core.deadLetters.copies(demise, stored);
        } catch (RuntimeException defect) {
            // Whatever was wrong would be so again each time: it would neither stay nor go.
            core.deadLetters.unrouted(source(), defect);
            nowhere("looking for its way failed: " + defect.getMessage());
            return;
        }
        if (copies == null) {
            core.deadLetters.missing(source());
            stay();
        } else {
            loadAll(copies, copies.iterator());
        }
    }

    /** Brings the queues into memory, one after the other; a load may take time. */
    private void loadAll(List<DeadLetterCopy> copies, Iterator<DeadLetterCopy> left) {
        while (left.hasNext()) {
            Partition target = left.next().target();
            if (!target.isGone() && !target.isLoaded() && target.broken() == null) {
                target.whenLoaded(() -> core.callers.as(by, () -> loadAll(copies, left)));
                return;
            }
        }
        move(copies);
    }

    private void move(List<DeadLetterCopy> copies) {
        if (isOver()) {
            return;
        }
        if (!kept.isThere()) {
            core.deadLetters.ended(this);
            return;
        }
        if (!hasRoom(copies) || core.gate.refusal(StoreGate.Work.MOVE) != null) {
            // It is read anew then: many that wait must not be held in memory.
            read = null;
            core.deadLetters.hold(this);
            return;
        }
        List<DeadLetterCopy> there = there(copies);
        if (there.stream().anyMatch(copy -> copy.target().broken() != null)) {
            stay();
        } else if (there.isEmpty() && copies.isEmpty()) {
            nowhere("there is no queue for it");
        } else if (there.isEmpty()) {
            find();
        } else {
            send(there);
        }
    }

    /** Whether all of it fits into this turn's append, which is its own where nothing else is. */
    private boolean hasRoom(List<DeadLetterCopy> copies) {
        long gathered = core.journal.riderBytes();
        return gathered == 0 || gathered + bytes(copies) <= core.limits.groupBytes();
    }

    private static long bytes(List<DeadLetterCopy> copies) {
        return copies.stream().mapToLong(DeadLetterCopy::bytes).sum();
    }

    private static List<DeadLetterCopy> there(List<DeadLetterCopy> copies) {
        return copies.stream().filter(copy -> !copy.target().isGone()).toList();
    }

    /** Goes on with what did not fit; what has gone must not go again. */
    private void moveRest(List<DeadLetterCopy> rest) {
        if (isOver()) {
            return;
        }
        if (!kept.isThere()) {
            core.deadLetters.ended(this);
        } else if (core.journal.riderBytes() > core.limits.groupBytes()) {
            core.journal.whenDurable(then(() -> moveRest(rest)));
        } else {
            send(there(rest));
        }
    }

    private void send(List<DeadLetterCopy> copies) {
        // What is written of it beside its content is not reckoned, and is to split nothing.
        boolean whole = bytes(copies) <= core.limits.groupBytes();
        int sent = 0;
        for (DeadLetterCopy copy : copies) {
            boolean fits = core.journal.riderBytes() + copy.bytes() <= core.limits.groupBytes();
            if (!whole && sent > 0 && !fits) {
                List<DeadLetterCopy> rest = copies.subList(sent, copies.size());
                core.journal.whenDurable(then(() -> moveRest(rest)));
                return;
            }
            giveUp(demise.reason());
            copy.ride(core, stored);
            JournalWriter.forward(
                    core.journal.entry(source()), demise.offset(), copy.target().queueId());
            sent++;
        }
        settled(DeadLetters.fate(demise.reason()), copies);
    }

    /** Records it, once. */
    private void giveUp(String why) {
        if (!givenUp) {
            givenUp = true;
            JournalWriter.giveUp(core.journal.entry(source()), demise.offset(), why);
        }
    }

    private Durable then(Runnable step) {
        return new Durable() {
            @Override
            public void durable() {
                core.callers.as(by, step);
            }

            @Override
            public void lost(Refusal refusal) {
                // Nothing is written any more: who waits for the end is told by the journal.
                kept.end().lost(refusal);
            }
        };
    }

    /** It goes nowhere, and that is all of it. */
    private void nowhere(String why) {
        giveUp(demise.reason() + "; dropped, since " + why);
        settled(isExpired() ? Fate.EXPIRED : Fate.DROPPED, List.of());
    }

    private void settled(Fate fate, List<DeadLetterCopy> gone) {
        core.deadLetters.ended(this);
        kept.settle(fate);
        core.journal.whenMoved(
                source(), gone.stream().map(copy -> copy.target().stream()).toList(), kept.end());
        if (kept.isPushedOut()) {
            // More could be to go than may be on their way at once.
            core.overflow.pushOutExcess(queue());
        }
        source().receiving().serve();
    }

    /** The message cannot move: it goes back to its queue, to be tried again. */
    private void stay() {
        if (kept.isThere() && !kept.goesBack()) {
            read = null;
            core.deadLetters.hold(this);
            return;
        }
        core.deadLetters.ended(this);
        if (kept.isPushedOut()) {
            core.overflow.stayed(queue());
        }
        kept.goBack();
        core.journal.whenDurable(source().queue(), kept.end());
        source().receiving().serve();
    }
}
