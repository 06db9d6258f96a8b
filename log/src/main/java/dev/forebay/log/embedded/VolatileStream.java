package dev.forebay.log.embedded;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamName;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that ends with the process: stretches in spill files, then batches in memory. Where
 * nothing else is said, only who holds the store's lock may touch it.
 */
final class VolatileStream implements LogStream {
    private final StreamName name;
    private final VolatileStore store;

    /** By the offset of their first batch; all before the batches in memory. */
    private final TreeMap<Long, SpilledStretch> spilled = new TreeMap<>();

    private Tail tail = new Tail();

    /** Appends of both kinds on their way that it has a part in. */
    int pending;

    private boolean deleted;
    private volatile long startOffset;
    private volatile long endOffset;
    private final AtomicLong sizeBytes = new AtomicLong();

    VolatileStream(StreamName name, VolatileStore store) {
        this.name = name;
        this.store = store;
    }

    /** Whether it belongs to this store. Any thread. */
    boolean isOf(VolatileStore wanted) {
        return store == wanted;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** The base offset of a batch that takes this many. */
    long takeOffsets(int count) {
        long base = endOffset;
        endOffset = base + count;
        return base;
    }

    void add(Tail.Batch batch) {
        tail.add(batch);
        sizeBytes.getAndAdd(batch.bytes());
    }

    /** The batches in memory. */
    Tail tail() {
        return tail;
    }

    /**
     * Its oldest batches in memory, those in the slab of the spill, are in files now.
     *
     * @param gone told the slab of each batch that left memory
     */
    void moved(Slab slab, Iterable<SpilledStretch> stretches, Consumer<Slab> gone) {
        while (!tail.isEmpty() && tail.get(0).slab() == slab) {
            sizeBytes.getAndAdd(-tail.get(0).bytes());
            tail.removeFirst(1);
            gone.accept(slab);
        }
        for (SpilledStretch stretch : stretches) {
            if (!deleted && stretch.endOffset() > startOffset) {
                spilled.put(stretch.baseOffset(), stretch);
                stretch.file().stretches++;
                sizeBytes.getAndAdd(stretch.bytes());
            }
        }
    }

    /** The stretch on disk that holds the offset or is the next one behind it, or null. */
    @Nullable SpilledStretch stretchAt(long offset) {
        Map.Entry<Long, SpilledStretch> found = spilled.floorEntry(offset);
        if (found == null || found.getValue().endOffset() <= offset) {
            found = spilled.ceilingEntry(offset);
        }
        return found == null ? null : found.getValue();
    }

    /** Lets go of all whole stretches and batches below an offset. */
    void dropBelow(long neededFrom, Consumer<SpilledStretch> file, Consumer<Slab> memory) {
        while (!spilled.isEmpty() && spilled.firstEntry().getValue().endOffset() <= neededFrom) {
            dropped(spilled.pollFirstEntry().getValue(), file);
        }
        while (spilled.isEmpty() && !tail.isEmpty() && tail.get(0).endOffset() <= neededFrom) {
            sizeBytes.getAndAdd(-tail.get(0).bytes());
            memory.accept(tail.get(0).slab());
            tail.removeFirst(1);
        }
        findStart();
    }

    /**
     * Lets go of all whole stretches and batches in which nothing is needed. The last one stays, so
     * that a read before the end always finds something.
     */
    void keepOnly(LiveOffsets live, Consumer<SpilledStretch> file, Consumer<Slab> memory) {
        for (SpilledStretch stretch : spilled.values().toArray(SpilledStretch[]::new)) {
            boolean last = tail.isEmpty() && stretch.endOffset() == endOffset;
            if (!last && !live.anyIn(stretch.baseOffset(), stretch.endOffset() - 1)) {
                spilled.remove(stretch.baseOffset());
                dropped(stretch, file);
            }
        }
        Tail kept = new Tail();
        for (int i = 0; i < tail.size(); i++) {
            Tail.Batch batch = tail.get(i);
            boolean last = i == tail.size() - 1;
            if (last || live.anyIn(batch.baseOffset(), batch.endOffset() - 1)) {
                kept.add(batch);
            } else {
                sizeBytes.getAndAdd(-batch.bytes());
                memory.accept(batch.slab());
            }
        }
        tail = kept;
        findStart();
    }

    private void dropped(SpilledStretch stretch, Consumer<SpilledStretch> file) {
        sizeBytes.getAndAdd(-stretch.bytes());
        file.accept(stretch);
    }

    private void findStart() {
        if (!spilled.isEmpty()) {
            startOffset = spilled.firstKey();
        } else {
            startOffset = tail.isEmpty() ? endOffset : tail.get(0).baseOffset();
        }
    }

    /** Nothing of it is kept, now or later. */
    void delete(Consumer<SpilledStretch> file, Consumer<Slab> memory) {
        deleted = true;
        dropBelow(Long.MAX_VALUE, file, memory);
    }

    /** As {@link #offsetAt}, with the lock held. */
    long firstAt(long timestamp) {
        for (SpilledStretch stretch : spilled.values()) {
            if (stretch.maxTimestamp() >= timestamp) {
                return stretch.baseOffset();
            }
        }
        for (int i = 0; i < tail.size(); i++) {
            if (tail.get(i).maxTimestamp() >= timestamp) {
                return tail.get(i).baseOffset();
            }
        }
        return endOffset;
    }

    // --- for any thread

    @Override
    public StreamName name() {
        return name;
    }

    @Override
    public boolean isVolatile() {
        return true;
    }

    @Override
    public long startOffset() {
        return startOffset;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes.get();
    }

    @Override
    public void read(long fromOffset, int maxBytes, ReadCompletion completion) {
        store.read(new VolatileRead(this, fromOffset, maxBytes, completion));
    }

    @Override
    public long offsetAt(long timestamp) {
        return store.offsetAt(this, timestamp);
    }

    @Override
    public void retain(long neededFrom, RetentionRule rule) {
        store.retain(this, neededFrom);
    }

    @Override
    public long staleBytes() {
        return sizeBytes.get();
    }

    @Override
    public void compact(LiveOffsets live, RetentionRule rule, LongConsumer done) {
        done.accept(store.compact(this, live));
    }

    @Override
    public String toString() {
        return name.value();
    }
}
