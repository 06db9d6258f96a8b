package dev.forebay.engine.core;

import dev.forebay.engine.SendResult;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.Header;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scheduled messages on their way to the disk, all of one run. */
final class LaterBatch implements Outgoing {
    private static final int FIRST_BYTES = 512;

    private final Core core;
    private final Later later;
    private final LaterRun run;
    private final long time;
    private final long wall;
    private long firstDue = Long.MAX_VALUE;
    private final RecordBatchWriter writer = new RecordBatchWriter(FIRST_BYTES);
    private final List<Sending> sendings = new ArrayList<>(4);
    private final List<LaterCodec.Entry.Duplicate> duplicates = new ArrayList<>(0);
    private @Nullable ByteBuffer bytes;
    private @Nullable StreamAppend companion;

    private record Sending(
            SendCall call, int index, int size, LaterPlace place, DedupWindow.@Nullable Id dedup) {}

    LaterBatch(Core core, Later later, LaterRun run) {
        this.core = core;
        this.later = later;
        this.run = run;
        this.time = core.now();
        this.wall = core.wall();
        run.coming++;
        later.coming(this);
    }

    /** The earliest time at which one of them is due. */
    long firstDue() {
        return firstDue;
    }

    LaterRun run() {
        return run;
    }

    boolean isFull(int limit) {
        return writer.sizeBytes() >= limit;
    }

    /**
     * Adds a message.
     *
     * @param headers as they are stored, but for its place
     * @param id its deduplication id as it was sent; null unless it is compared
     */
    void add(
            @Nullable ByteBuffer key,
            ByteBuffer body,
            List<Header> headers,
            OutBatch.Sending sending,
            @Nullable String id) {
        LaterPlace place = new LaterPlace(sending.due(), later.takeNumber());
        firstDue = Math.min(firstDue, place.due());
        List<Header> all = new ArrayList<>(headers.size() + 1);
        all.add(EngineHeaders.place(place));
        all.addAll(headers);
        writer.append(wall, key, body, all);
        sendings.add(
                new Sending(
                        sending.call(), sending.index(), sending.size(), place, sending.dedup()));
        if (id != null) {
            duplicates.add(new LaterCodec.Entry.Duplicate(later.queueId(), time, place, id, key));
        }
    }

    @Override
    public LogStream stream() {
        return run.stream;
    }

    @Override
    public void finish() {
        bytes = writer.finish();
        if (run.outgoing == this) {
            run.outgoing = null;
        }
        if (!duplicates.isEmpty()) {
            companion = core.laterLog.companion(List.copyOf(duplicates));
        }
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
    public @Nullable StreamAppend companion() {
        return companion;
    }

    @Override
    public void confirmed(long base) {
        ended();
        QueueState queue = later.queue();
        for (int i = 0; i < sendings.size(); i++) {
            Sending sending = sendings.get(i);
            queue.arrivedLater(sending.size());
            later.sent(run, sending.place(), base + i, sending.size());
        }
        run.end = Math.max(run.end, base + sendings.size());
        duplicates.forEach(later.duplicates()::add);
        for (int i = 0; i < sendings.size(); i++) {
            LaterPlace place = sendings.get(i).place();
            answer(sendings.get(i), later.answer(place, false), later.answer(place, true));
        }
        later.changed();
    }

    @Override
    public void refused(SendResult refusal) {
        ended();
        for (int i = 0; i < sendings.size(); i++) {
            later.queue().arrivedLater(sendings.get(i).size());
            answer(sendings.get(i), refusal, refusal);
        }
        later.changed();
    }

    private void ended() {
        run.coming--;
        later.came(this);
        if (companion != null) {
            core.laterLog.companionEnded();
        }
    }

    private void answer(Sending sending, SendResult result, SendResult duplicate) {
        sending.call().done(sending.index(), result);
        if (sending.dedup() != null) {
            for (DedupWindow.Duplicate waiting :
                    later.queue().partition().dedup().end(sending.dedup())) {
                waiting.call().done(waiting.index(), duplicate);
            }
        }
    }
}
