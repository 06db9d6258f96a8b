package dev.forebay.log.embedded;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The server-wide memory for what is committed and not yet in segments. Safe for any thread. */
final class SlabPool {
    private final int slabBytes;
    private final long budget;
    private final ArrayDeque<Slab> free = new ArrayDeque<>();
    private long inUse;
    private boolean starved;

    SlabPool(int slabBytes, long budget) {
        this.slabBytes = slabBytes;
        this.budget = budget;
    }

    /** A slab with room for this many bytes, or null when the budget does not allow it now. */
    synchronized @Nullable Slab acquire(int bytes) {
        if (inUse > 0 && inUse + Math.max(bytes, slabBytes) > budget) {
            starved = true;
            return null;
        }
        return take(bytes);
    }

    /** For a part of a group: nothing of the group can be flushed before all of it is here. */
    synchronized Slab acquireBeyondBudget(int bytes) {
        return take(bytes);
    }

    private Slab take(int bytes) {
        starved = false;
        if (bytes > slabBytes) {
            inUse += bytes;
            return new Slab(bytes, false);
        }
        inUse += slabBytes;
        Slab slab = free.poll();
        return slab == null ? new Slab(slabBytes, true) : slab;
    }

    synchronized void release(Slab slab) {
        inUse -= slab.bytes.capacity();
        if (slab.pooled) {
            slab.clear();
            free.add(slab);
        }
    }

    /** Whether batches should be moved to segments to make room. */
    synchronized boolean isUnderPressure() {
        return starved || inUse > budget / 2;
    }
}
