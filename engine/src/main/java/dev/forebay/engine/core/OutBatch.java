package dev.forebay.engine.core;

import dev.forebay.engine.Priority;
import dev.forebay.engine.SendResult;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatch;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/** Messages of one partition that go to disk together. */
final class OutBatch implements Outgoing {
    private final Partition partition;
    private final long time;
    private final long wall;
    private final RecordBatchWriter writer;
    private final List<Sending> sendings = new ArrayList<>(4);
    private long lastFrom = Callers.NOBODY;
    private final @Nullable IntArrayList levels;
    private @Nullable ByteBuffer bytes;

    OutBatch(Partition partition, long time, long wall) {
        this.partition = partition;
        this.time = time;
        this.wall = wall;
        this.levels = partition.hasPriorities() ? new IntArrayList() : null;
        this.writer = new RecordBatchWriter(partition.queue().batchBytes());
    }

    /**
     * One message on its way.
     *
     * @param due engine time at which its delay ends, 0 for none
     * @param deadline engine time from which it is not delivered any more, 0 for none of its own
     * @param reader number of the only subscription that it is for, or {@link Subscription#EACH}
     */
    record Sending(
            SendCall call,
            int index,
            int size,
            long due,
            long deadline,
            int reader,
            DedupWindow.@Nullable Id dedup) {
        /** For each subscription that there is. */
        Sending(
                SendCall call,
                int index,
                int size,
                long due,
                long deadline,
                DedupWindow.@Nullable Id dedup) {
            this(call, index, size, due, deadline, Subscription.EACH, dedup);
        }
    }

    Partition partition() {
        return partition;
    }

    boolean isFull(int limit) {
        return writer.sizeBytes() >= limit;
    }

    void add(
            @Nullable ByteBuffer key,
            ByteBuffer body,
            List<Header> headers,
            Callers.Known from,
            Sending sending) {
        partition.variety().note(key);
        if (levels != null) {
            levels.addInt(Priority.of(headers));
        }
        writer.append(wall, key, body, signed(headers, from));
        sendings.add(sending);
    }

    /**
     * The headers, and before them the batch's time and sender if this is its first message, or the
     * sender if that is another than of the message before.
     */
    private List<Header> signed(List<Header> headers, Callers.Known from) {
        boolean first = writer.count() == 0;
        if (!first && from.number() == lastFrom) {
            return headers;
        }
        lastFrom = from.number();
        Header own = first ? EngineHeaders.timed(time, lastFrom) : from.header();
        return headers.isEmpty() ? List.of(own) : new HeaderChain(own, headers);
    }

    /** How many messages are in it. */
    int count() {
        return sendings.size();
    }

    @Override
    public LogStream stream() {
        return partition.stream();
    }

    @Override
    public void finish() {
        if (partition.queue().outgoing() == this) {
            partition.queue().setOutgoing(null);
        }
        ByteBuffer finished = writer.finish();
        partition.queue().setBatchBytes(finished.remaining());
        bytes = finished;
    }

    @Override
    public ByteBuffer bytes() {
        ByteBuffer finished = bytes;
        if (finished == null) {
            throw new IllegalStateException("the batch is still open");
        }
        return finished;
    }

    @Override
    public void confirmed(long base) {
        arrived(base);
        partition.serveAndPushOut();
    }

    /** It is on disk; what is new in the partition is yet to be given out. */
    void arrived(long base) {
        for (int i = 0; i < sendings.size(); i++) {
            Sending sending = sendings.get(i);
            long offset = base + i;
            partition.queue().arrived(sending.size());
            partition.appendedFor(
                    sending.reader(), offset, time, wall, sending.size(), sending.due());
            if (sending.deadline() != 0) {
                partition.lapses(offset, sending.deadline(), time);
            }
            if (levels != null) {
                partition.ranked(offset, levels.getInt(i));
            }
            if (sending.dedup() != null) {
                partition.dedup().add(sending.dedup(), time, offset);
            }
        }
        RecordBatch.setBaseOffset(bytes(), bytes().position(), base);
        partition.batchAppended(bytes(), base, base + sendings.size());
        for (int i = 0; i < sendings.size(); i++) {
            answer(sendings.get(i), sent(base + i, false), sent(base + i, true));
        }
    }

    @Override
    public void refused(SendResult refusal) {
        for (int i = 0; i < sendings.size(); i++) {
            partition.queue().arrived(sendings.get(i).size());
            answer(sendings.get(i), refusal, refusal);
        }
    }

    private void answer(Sending sending, SendResult result, SendResult duplicate) {
        sending.call().done(sending.index(), result);
        if (sending.dedup() != null) {
            for (DedupWindow.Duplicate waiting : partition.dedup().end(sending.dedup())) {
                waiting.call().done(waiting.index(), duplicate);
            }
        }
    }

    private SendResult sent(long offset, boolean duplicate) {
        return new SendResult.Sent(
                StoredMessage.firstPlace(partition.queueId(), offset),
                partition.number(),
                offset,
                duplicate);
    }
}
