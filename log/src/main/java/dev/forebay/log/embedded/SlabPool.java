package dev.forebay.log.embedded;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The server-wide memory for what is committed and not yet in segments. What is larger than all of
 * it is taken beside it, one piece at a time. Safe for any thread.
 */
final class SlabPool {
    private final int slabBytes;
    private final long budget;
    private final ArrayDeque<Slab> free = new ArrayDeque<>();
    private long inUse;
    private long beside;
    private boolean starved;

    SlabPool(int slabBytes, long budget) {
        this.slabBytes = slabBytes;
        this.budget = budget;
    }

    /** A slab with room for this many bytes, or null when the budget does not allow it now. */
    synchronized @Nullable Slab acquire(int bytes) {
        boolean room =
                bytes > budget
                        ? beside == 0
                        : inUse == 0 || inUse + Math.max(bytes, slabBytes) <= budget;
        starved = !room;
        return room ? take(bytes) : null;
    }

    /** For a part of a group: nothing of the group can be flushed before all of it is here. */
    synchronized Slab acquireBeyondBudget(int bytes) {
        return take(bytes);
    }

    private Slab take(int bytes) {
        starved = false;
        count(bytes > slabBytes ? bytes : slabBytes, 1);
        if (bytes > slabBytes) {
            return new Slab(bytes, false);
        }
        Slab slab = free.poll();
        return slab == null ? new Slab(slabBytes, true) : slab;
    }

    private void count(int bytes, int sign) {
        if (bytes > budget) {
            beside += (long) sign * bytes;
        } else {
            inUse += (long) sign * bytes;
        }
    }

    synchronized void release(Slab slab) {
        count(slab.bytes.capacity(), -1);
        if (slab.pooled) {
            slab.clear();
            free.add(slab);
        }
    }

    /** Whether batches should be moved to segments to make room. */
    synchronized boolean isUnderPressure() {
        return starved || inUse > budget / 2 || beside > 0;
    }
}
