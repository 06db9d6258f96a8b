package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages that are due from their run into their partition, in the order in which they
 * became due: read first, then sent there and ticked off here in one append.
 */
final class LaterMove {
    private static final long MOST_BYTES = 256 << 10;
    private static final int READ_BYTES = 128 << 10;

    private final Core core;
    private final Later later;
    private final LaterSteps steps;
    private final Map<LaterPlace, Copy> copies = new HashMap<>();
    private final ArrayDeque<LaterWindow.Entry> wanted = new ArrayDeque<>();
    private long moving;

    /** A message as it stands in its run. */
    private record Copy(
            long sentAt,
            @Nullable ByteBuffer key,
            ByteBuffer body,
            List<Header> headers,
            long deadline,
            int size) {}

    LaterMove(Core core, Later later, LaterSteps steps) {
        this.core = core;
        this.later = later;
        this.steps = steps;
    }

    /** How many are on their way. */
    long moving() {
        return moving;
    }

    /** Moves what is due in the run, as much as one append takes. */
    void begin(LaterRun run) {
        copies.clear();
        wanted.clear();
        steps.window().due(core.wall(), mostBytes()).stream()
                .sorted(Comparator.comparingLong(LaterWindow.Entry::offset))
                .forEach(wanted::addLast);
        readNext(run);
    }

    private long mostBytes() {
        return Math.min(MOST_BYTES, core.limits.groupBytes() / 2);
    }

    private void readNext(LaterRun run) {
        LaterWindow.Entry next = wanted.peekFirst();
        if (next == null) {
            move(run);
        } else {
            core.laterReads.enter(
                    () -> run.stream.read(next.offset(), READ_BYTES, new Read(run, next.offset())));
        }
    }

    /** One read of messages of which some are wanted. */
    private final class Read extends OneRead {
        private final LaterRun run;
        private final long from;

        Read(LaterRun run, long from) {
            super(core);
            this.run = run;
            this.from = from;
        }

        @Override
        protected void read(ByteBuffer batches) {
            core.laterReads.leave();
            RecordBatchReader reader = new RecordBatchReader();
            reader.reset(batches, from);
            LaterWindow.Entry next = wanted.peekFirst();
            while (next != null && reader.next()) {
                if (reader.offset() == next.offset()) {
                    copies.put(next.place(), copy(reader));
                    wanted.removeFirst();
                    next = wanted.peekFirst();
                }
            }
            if (next != null && next.offset() == from) {
                throw new IllegalStateException(
                        "offset " + from + " of " + run.stream.name() + " is not there");
            }
            readNext(run);
        }

        @Override
        protected void notRead(LogFailure why) {
            core.laterReads.leave();
            if (run.quarantine.takes(why, from)) {
                // It stays; learning what is next leaves it out from now on.
                steps.window().forget(run);
                steps.done();
            } else {
                steps.cannotRead(run, why);
            }
        }
    }

    private static Copy copy(RecordBatchReader reader) {
        StoredMessage stored = new StoredMessage();
        stored.readHeaders(reader);
        ByteBuffer key = reader.key();
        List<Header> headers = new ArrayList<>();
        for (Header header : reader.headers()) {
            headers.add(new Header(header.name(), copy(header.value())));
        }
        return new Copy(
                reader.timestamp(),
                key == null ? null : copy(key),
                copy(reader.value()),
                headers,
                stored.deadline(),
                stored.size());
    }

    static ByteBuffer copy(ByteBuffer buffer) {
        return ByteBuffer.allocate(buffer.remaining()).put(buffer.duplicate()).flip();
    }

    /** Moves those that were read, as far as they are still the next. */
    private void move(LaterRun run) {
        List<LaterPlace> places = new ArrayList<>();
        List<OutBatch> batches = new ArrayList<>();
        long bytes = 0;
        boolean first = !later.isGone() && steps.first() == run;
        for (LaterWindow.Entry entry : steps.window().due(core.wall(), mostBytes())) {
            LaterPlace place = entry.place();
            Copy copy = copies.get(place);
            if (!first || copy == null || place.due() >= later.comingDue()) {
                break;
            }
            steps.window().remove(place);
            if (later.state().isWaiting(run, place)) {
                add(copy, batches);
                places.add(place);
                bytes += copy.size();
            }
        }
        copies.clear();
        if (places.isEmpty()) {
            steps.done();
            return;
        }
        moving += places.size();
        later.record(
                new LaterCodec.Entry.Moved(
                        later.queueId(),
                        run.range.number(),
                        places.getLast(),
                        places.size(),
                        bytes));
        for (OutBatch batch : batches) {
            batch.finish();
            core.journal.ride(
                    new StreamAppend(batch.stream(), batch.bytes()),
                    base -> arrived(run, batch, base, places, batch == batches.getLast()));
        }
    }

    private void add(Copy copy, List<OutBatch> batches) {
        QueueState queue = later.queue();
        if (batches.isEmpty() || batches.getLast().isFull(core.limits.batchBytes())) {
            batches.add(new OutBatch(queue.partition(), core.now(), core.wall()));
        }
        List<Header> headers = new ArrayList<>(copy.headers().size() + 1);
        headers.add(EngineHeaders.number(EngineHeaders.SENT, copy.sentAt()));
        headers.addAll(copy.headers());
        queue.coming(copy.size());
        batches.getLast()
                .add(
                        copy.key(),
                        copy.body(),
                        headers,
                        Callers.NO_ONE,
                        new OutBatch.Sending(
                                SendCall.NOBODY, 0, copy.size(), 0, copy.deadline(), null));
    }

    /** A batch of those that move is on disk; {@code places} are left to be told of. */
    private void arrived(
            LaterRun run, OutBatch batch, long base, List<LaterPlace> places, boolean last) {
        if (later.isGone()) {
            return;
        }
        moving -= batch.count();
        List<LaterPlace> here = places.subList(0, batch.count());
        batch.arrived(base);
        for (int i = 0; i < here.size(); i++) {
            if (later.isPurged(here.get(i))) {
                core.unleased.settle(later.partition().work(), base + i, Fate.PURGED);
            }
        }
        here.clear();
        later.partition().serve();
        if (last) {
            later.closeIfDone(run);
            steps.done();
        }
    }
}
