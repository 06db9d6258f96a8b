package dev.forebay.log.embedded;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An append that has a part in volatile streams. As the completion of its durable part it hands the
 * volatile one in once that is on disk.
 */
final class VolatileAppend implements AppendCompletion {
    private final VolatileStore store;
    private final AppendCompletion completion;
    private final List<StreamAppend> durable = new ArrayList<>(2);
    private final List<Placement> placements = new ArrayList<>(2);
    private final List<Integer> durablePlaces = new ArrayList<>(2);
    private final long[] offsets;
    private boolean committed;

    /** One batch for one volatile stream, and where in the answer its offset stands. */
    record Placement(VolatileStream stream, ByteBuffer batch, int place) {}

    VolatileAppend(VolatileStore store, List<StreamAppend> entries, AppendCompletion completion) {
        this.store = store;
        this.completion = completion;
        int place = 0;
        for (StreamAppend entry : entries) {
            List<LogStream> others = new ArrayList<>(entry.targets().size());
            for (LogStream target : entry.targets()) {
                if (target instanceof VolatileStream stream) {
                    placements.add(new Placement(stream, entry.batch().duplicate(), place++));
                } else {
                    others.add(target);
                    durablePlaces.add(place++);
                }
            }
            if (!others.isEmpty()) {
                durable.add(new StreamAppend(others, entry.batch()));
            }
        }
        this.offsets = new long[place];
    }

    /** What has to be on disk first. */
    List<StreamAppend> durable() {
        return durable;
    }

    List<Placement> placements() {
        return placements;
    }

    /** Whether it may not fail any more, since another part of it is durable. */
    boolean isCommitted() {
        return committed;
    }

    /** Bytes of the first batch. */
    int firstBytes() {
        return placements.getFirst().batch().remaining();
    }

    void placed(Placement placement, long baseOffset) {
        offsets[placement.place()] = baseOffset;
    }

    /** All of it is where it belongs. */
    void done() {
        completion.completed(offsets);
    }

    void refuse(LogFailure why) {
        completion.failed(why);
    }

    @Override
    public void completed(long[] baseOffsets) {
        committed = true;
        for (int i = 0; i < baseOffsets.length; i++) {
            offsets[durablePlaces.get(i)] = baseOffsets[i];
        }
        store.committed(this);
    }

    @Override
    public void failed(LogFailure failure) {
        store.notCommitted(this);
        refuse(failure);
    }
}
