package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatch;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message on its way to a dead-letter queue: read here, then sent there and settled here. */
final class DeadLetterMove implements ReadCompletion, Arrival {
    private static final int HEADER_ROOM = 512;

    private final Core core;
    private final Subscription source;
    private final long offset;
    private final long number;
    private final int attempts;
    private final long firstLeased;
    private final List<String> failures;
    private final String reason;
    private final LateAcks acks;
    private final Durable end;
    private final @Nullable Caller by;
    private final RecordBatchReader reader = new RecordBatchReader();
    private final StoredMessage stored = new StoredMessage();
    private @Nullable ByteBuffer read;
    private @Nullable LogFailure failure;

    DeadLetterMove(
            Core core, Subscription source, int slot, String reason, LateAcks acks, Durable end) {
        this.core = core;
        this.source = source;
        this.offset = core.leases.offset(slot);
        this.number = core.leases.number(slot);
        int leases = core.leases.attempt(slot);
        // The lease under which it is pushed out is no attempt.
        this.attempts = reason.equals(DeadLetters.PUSHED_OUT) ? leases - 1 : leases;
        this.firstLeased = core.leases.firstLeased(slot);
        this.failures = source.state().tried.reasons(offset);
        this.reason = reason;
        this.acks = acks;
        this.end = end;
        this.by = core.callers.current();
    }

    long number() {
        return number;
    }

    LateAcks acks() {
        return acks;
    }

    /** It is over, in whatever way. */
    void over() {
        if (isPushedOut()) {
            source.queue().left();
        }
    }

    private boolean isPushedOut() {
        return reason.equals(DeadLetters.PUSHED_OUT);
    }

    Durable end() {
        return end;
    }

    void proceed() {
        if (!core.deadLetters.isActive(this)) {
            return;
        }
        if (core.gate.refusal(StoreGate.Work.MOVE) != null) {
            core.deadLetters.hold(this);
        } else if (core.deadLetters.target(source).isEmpty()) {
            core.deadLetters.missing(source);
            stay();
        } else {
            source.partition().stream().read(offset, 1, this);
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
        if (!core.deadLetters.isActive(this)) {
            return;
        }
        if (failure != null || !found()) {
            // It cannot be read: whoever leases it next is told why.
            failure = null;
            core.callers.as(by, this::stay);
            return;
        }
        core.deadLetters
                .target(source)
                .map(QueueState::partition)
                .ifPresentOrElse(
                        target -> target.whenLoaded(() -> core.callers.as(by, () -> move(target))),
                        () -> core.callers.as(by, this::stay));
    }

    private boolean found() {
        ByteBuffer batches = read;
        if (batches == null || !batches.hasRemaining()) {
            return false;
        }
        reader.reset(batches, offset);
        if (!reader.next() || reader.offset() != offset) {
            return false;
        }
        stored.read(reader);
        return true;
    }

    private void move(Partition target) {
        int slot = source.state().leaseOf(offset);
        if (!core.deadLetters.isActive(this) || slot == LeaseTable.NONE) {
            return;
        }
        if (core.journal.riderBytes() > core.limits.groupBytes()
                || core.gate.refusal(StoreGate.Work.MOVE) != null) {
            core.deadLetters.hold(this);
            return;
        }
        if (target.broken() != null || target.isGone()) {
            stay();
            return;
        }
        long time = core.now();
        long wall = core.wall();
        ByteBuffer batch = batch(time, wall);
        target.variety().note(stored.message().key());
        int priority = stored.priority();
        int size = stored.message().body().remaining() + EngineHeaders.size(visibleHeaders(wall));
        core.journal.ride(
                new StreamAppend(target.stream(), batch),
                base -> {
                    if (!target.isGone()) {
                        RecordBatch.setBaseOffset(batch, batch.position(), base);
                        target.appended(base, time, wall, size, 0);
                        target.ranked(base, priority);
                        target.batchAppended(batch, base, base + 1);
                        target.serve();
                    }
                });
        core.deadLetters.ended(this);
        JournalWriter.giveUp(core.journal.entry(source), offset, reason);
        JournalWriter.forward(core.journal.entry(source), offset, target.queueId());
        core.leaseEnding.settle(source, slot, DeadLetters.fate(reason));
        core.journal.whenDurable(end);
        if (isPushedOut()) {
            // More could be to go than may be on their way at once.
            source.partition().pushOutExcess(1);
        }
        source.receiving().serve();
    }

    /** The message cannot move: it goes back to its queue and is retried. */
    private void stay() {
        int slot = source.state().leaseOf(offset);
        core.deadLetters.ended(this);
        if (slot != LeaseTable.NONE && core.leases.number(slot) == number) {
            if (isPushedOut()) {
                core.leaseEnding.takeBack(source, slot);
            } else {
                core.leaseEnding.release(
                        source, slot, Settlement.Release.BY_RULE, LeaseEnd.COUNTED, "");
            }
        }
        core.journal.whenDurable(end);
        source.receiving().serve();
    }

    private ByteBuffer batch(long time, long wall) {
        RecordBatchWriter writer =
                new RecordBatchWriter(stored.message().body().remaining() + HEADER_ROOM);
        List<Header> headers = new ArrayList<>();
        headers.add(EngineHeaders.number(EngineHeaders.TIME, time));
        headers.addAll(Baggage.hidden(stored));
        headers.addAll(visibleHeaders(wall));
        writer.append(wall, stored.message().key(), stored.message().body(), headers);
        return writer.finish();
    }

    /** The sender's headers, and those that tell of this move and earlier ones. */
    private List<Header> visibleHeaders(long wall) {
        String queue = source.queue().name();
        List<Header> headers =
                Baggage.visible(
                        stored.message().headers(),
                        stored.id(source.partition().queueId(), offset),
                        MessageHistory.of(stored.message().headers())
                                .with(
                                        new HistoryEntry.DeadLettered(
                                                queue, reason, attempts, firstLeased, wall)));
        headers.add(EngineHeaders.text(EngineHeaders.SOURCE, queue));
        String subscription = source.queue().nameOf(source);
        if (subscription != null) {
            headers.add(EngineHeaders.text(EngineHeaders.SUBSCRIPTION, subscription));
        }
        headers.add(EngineHeaders.text(EngineHeaders.REASON, reason));
        if (!failures.isEmpty()) {
            headers.add(EngineHeaders.text(EngineHeaders.FAILURES, String.join("\n", failures)));
        }
        headers.add(EngineHeaders.text(EngineHeaders.ATTEMPTS, Integer.toString(attempts)));
        if (attempts > 0) {
            headers.add(EngineHeaders.text(EngineHeaders.FIRST_LEASED, Long.toString(firstLeased)));
        }
        return headers;
    }
}
