package dev.forebay.log.embedded;

import dev.forebay.log.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all volatile streams share: slabs that are filled one after the other, and given
 * back when nothing in them is wanted or the oldest has been spilled. Store's lock.
 */
final class VolatileMemory {
    private final SlabPool pool;
    private final ArrayDeque<VolatileSlab> full = new ArrayDeque<>();
    private @Nullable VolatileSlab current;
    private @Nullable Slab spilling;

    VolatileMemory(SlabPool pool) {
        this.pool = pool;
    }

    /**
     * Whether a batch of so many bytes may come now.
     *
     * @throws NoMemoryException there is no memory for it, and none that will be given back
     */
    boolean hasRoom(int bytes) throws NoMemoryException {
        VolatileSlab open = current;
        if (open != null && open.slab.room() >= bytes) {
            return true;
        }
        // Also when there is none: only a full slab can be spilled to make room.
        retire();
        Slab next = pool.acquire(bytes);
        if (next == null) {
            return false;
        }
        current = new VolatileSlab(next);
        return true;
    }

    /** Copies a batch for a stream, whether there is room or not, and returns its base offset. */
    long place(VolatileStream stream, ByteBuffer batch) {
        int bytes = batch.remaining();
        VolatileSlab open = current;
        if (open == null || open.slab.room() < bytes) {
            retire();
            open = new VolatileSlab(anyRoom(bytes));
            current = open;
        }
        Slab slab = open.slab;
        int at = slab.used;
        int span = RecordBatch.lastOffsetDelta(batch, batch.position()) + 1;
        long base = stream.takeOffsets(span);
        slab.bytes.put(at, batch, batch.position(), bytes);
        RecordBatch.setBaseOffset(slab.bytes, at, base);
        slab.used = at + bytes;
        slab.live++;
        open.streams.add(stream);
        stream.add(
                new Tail.Batch(
                        base, span, slab, at, bytes, RecordBatch.maxTimestamp(slab.bytes, at)));
        return base;
    }

    /** For what cannot be refused any more. */
    private Slab anyRoom(int bytes) {
        try {
            return pool.acquireBeyondBudget(bytes);
        } catch (NoMemoryException e) {
            // Another part of it is there already: this is the end of the store.
            throw e.error();
        }
    }

    /** Nothing more goes into the slab that is being filled. */
    private void retire() {
        VolatileSlab open = current;
        current = null;
        if (open != null && open.slab.live > 0) {
            full.addLast(open);
        } else if (open != null) {
            pool.release(open.slab);
        }
    }

    /** A batch in the slab is not wanted in memory any more. */
    void release(Slab slab) {
        slab.live--;
        if (slab.live > 0 || slab == spilling) {
            return;
        }
        VolatileSlab open = current;
        if (open != null && slab == open.slab && slab.pooled) {
            // Who keeps up stays in the same memory.
            slab.used = 0;
            open.streams.clear();
        } else if (open != null && slab == open.slab) {
            current = null;
            pool.release(slab);
        } else {
            full.removeIf(each -> each.slab == slab);
            pool.release(slab);
        }
    }

    /** Whether the oldest slab should go to disk. */
    boolean wantsSpill() {
        return !full.isEmpty() && pool.isUnderPressure();
    }

    /** What is wanted of the oldest slab, by stream; the slab stays as it is until the end. */
    List<SpillPart> beginSpill() {
        VolatileSlab oldest = full.getFirst();
        spilling = oldest.slab;
        List<SpillPart> parts = new ArrayList<>();
        for (VolatileStream stream : oldest.streams) {
            List<Tail.Batch> batches = new ArrayList<>();
            Tail tail = stream.tail();
            for (int i = 0; i < tail.size() && tail.get(i).slab() == oldest.slab; i++) {
                batches.add(tail.get(i));
            }
            if (!batches.isEmpty()) {
                parts.add(new SpillPart(stream, batches, new ArrayList<>()));
            }
        }
        return parts;
    }

    /** The parts are in a file, or could not be written and have no stretches: then all stays. */
    void endSpill(List<SpillPart> parts) {
        Slab slab = spilling;
        if (slab == null) {
            throw new IllegalStateException("no spill is under way");
        }
        for (SpillPart part : parts) {
            if (!part.stretches().isEmpty()) {
                part.stream().moved(slab, part.stretches(), gone -> gone.live--);
            }
        }
        spilling = null;
        if (slab.live == 0) {
            full.removeIf(each -> each.slab == slab);
            pool.release(slab);
        }
    }
}
