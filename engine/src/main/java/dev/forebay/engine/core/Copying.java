package dev.forebay.engine.core;

import dev.forebay.engine.HeldUp;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.Refusal;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatch;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Copies selected messages to the end of another queue. How far it has come rides in the same
 * append as the copies, so that each message is copied once, whatever crashes.
 */
final class Copying implements Outlet {
    private static final int MOST_AT_ONCE = 1000;
    private static final int INITIAL_BYTES = 16 << 10;

    private final Core core;
    private final Subscription source;
    private final int targetId;
    private final Hold hold;
    private final IntArrayList sizes = new IntArrayList();
    private final IntArrayList levels = new IntArrayList();
    private RecordBatchWriter writer = new RecordBatchWriter(INITIAL_BYTES);
    private int inFlight;

    /** Size of the message that has to wait for room in the queue. */
    private int awaited = 1;

    Copying(Core core, Subscription source, int targetId) {
        this.core = core;
        this.source = source;
        this.targetId = targetId;
        this.hold = new Hold(core);
    }

    /** The queue that the copies go to, or null when it is gone. */
    @Nullable QueueState target() {
        return core.catalog.queue(targetId);
    }

    @Override
    public long room() {
        QueueState target = target();
        if (target == null || inFlight > 0) {
            return 0;
        }
        if (!target.partition().isLoaded()) {
            target.partition().whenLoaded(() -> {});
            return 0;
        }
        boolean busy =
                core.gate.refusal(StoreGate.Work.MOVE) != null
                        || core.journal.riderBytes() > core.limits.groupBytes();
        Refusal obstacle = core.overflow.obstacle(target, awaited);
        if (obstacle == null) {
            hold.end();
        } else {
            hold.by(obstacle);
        }
        return busy || obstacle != null ? 0 : MOST_AT_ONCE;
    }

    @Override
    public Optional<HeldUp> heldUp() {
        return hold.current();
    }

    @Override
    public @Nullable Refusal take(RecordBatchReader reader, StoredMessage stored) {
        QueueState target = target();
        if (target == null) {
            return new Refusal.NoSuchQueue(Integer.toString(targetId));
        }
        List<Header> visible = visible(reader.offset(), stored);
        int size = reader.valueBytes() + EngineHeaders.size(visible);
        Refusal refusal = tooLarge(target, reader.valueBytes(), visible);
        refusal = refusal == null ? full(target, size) : refusal;
        if (refusal == null) {
            target.coming(size);
            target.partition().variety().note(reader.key());
            add(reader, stored, visible);
            sizes.addInt(size);
        }
        return refusal;
    }

    /** What tells of its way does not count: it is not the sender's. */
    private static @Nullable Refusal tooLarge(QueueState target, int body, List<Header> visible) {
        int size = body + EngineHeaders.size(EngineHeaders.senders(visible));
        int most = target.settings().maxMessageBytes();
        return size > most ? new Refusal.MessageTooLarge(size, most) : null;
    }

    private @Nullable Refusal full(QueueState target, int size) {
        Refusal full = core.overflow.refusal(target, size);
        awaited = full == null ? 1 : size;
        if (full != null) {
            hold.by(full);
        }
        return full;
    }

    private void add(RecordBatchReader reader, StoredMessage stored, List<Header> visible) {
        List<Header> headers = new ArrayList<>();
        if (sizes.isEmpty()) {
            headers.add(EngineHeaders.number(EngineHeaders.TIME, core.now()));
        }
        headers.add(EngineHeaders.number(EngineHeaders.SENT, stored.sentAt()));
        if (stored.deduplicationId() != null) {
            headers.add(EngineHeaders.text(EngineHeaders.DEDUPLICATION, stored.deduplicationId()));
        }
        headers.addAll(visible);
        writer.append(core.wall(), reader.key(), reader.value(), headers);
        levels.addInt(stored.priority());
    }

    private List<Header> visible(long offset, StoredMessage stored) {
        List<Header> headers = new ArrayList<>(stored.message().headers());
        MessageHistory history =
                MessageHistory.of(headers)
                        .with(
                                new HistoryEntry.Replayed(
                                        source.queue().name(), source.number(), core.wall()));
        headers.removeIf(header -> header.name().equals(MessageHistory.HEADER));
        if (!stored.moved()) {
            headers.add(EngineHeaders.id(stored.id(source.queue().id(), offset)));
        }
        headers.add(history.header());
        return headers;
    }

    @Override
    public void passed(long position) {
        QueueState target = target();
        if (sizes.isEmpty() || target == null) {
            source.skipTo(position);
            return;
        }
        ByteBuffer batch = writer.finish();
        writer = new RecordBatchWriter(INITIAL_BYTES);
        Sent sent = new Sent(target, batch, sizes.toIntArray(), levels.toIntArray());
        sizes.clear();
        levels.clear();
        inFlight++;
        core.pace.wrote(core.now(), batch.remaining());
        core.journal.ride(new StreamAppend(target.partition().stream(), batch), sent);
        source.copied(position, sent.sizes().length);
    }

    @Override
    public boolean isSettled() {
        return inFlight == 0;
    }

    /** Copies on their way to the disk. */
    private final class Sent implements DeliveryJournal.Rider {
        private final QueueState target;
        private final ByteBuffer batch;
        private final int[] sizes;
        private final int[] levels;
        private final long time;
        private final long wall;

        Sent(QueueState target, ByteBuffer batch, int[] sizes, int[] levels) {
            this.target = target;
            this.batch = batch;
            this.sizes = sizes;
            this.levels = levels;
            this.time = core.now();
            this.wall = core.wall();
        }

        int[] sizes() {
            return sizes;
        }

        @Override
        public void at(long base) {
            inFlight--;
            Partition partition = target.partition();
            if (partition.isGone()) {
                return;
            }
            RecordBatch.setBaseOffset(batch, batch.position(), base);
            for (int i = 0; i < sizes.length; i++) {
                target.arrived(sizes[i]);
                partition.appended(base + i, time, wall, sizes[i], 0);
                partition.ranked(base + i, levels[i]);
            }
            partition.batchAppended(batch, base, base + sizes.length);
            partition.serveAndPushOut();
        }
    }
}
