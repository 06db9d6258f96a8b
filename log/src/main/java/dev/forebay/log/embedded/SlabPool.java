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
    private final LogMemory memory;
    private final ArrayDeque<Slab> free = new ArrayDeque<>();
    private long inUse;
    private long beside;
    private boolean starved;

    /** The JVM refused memory: asking again is in vain, and slow, before all is given back. */
    private boolean refused;

    SlabPool(int slabBytes, long budget, LogMemory memory) {
        this.slabBytes = slabBytes;
        this.budget = budget;
        this.memory = memory;
    }

    /**
     * A slab with room for this many bytes, or null when it has to wait for what is in use.
     *
     * @throws NoMemoryException there is no memory for it although nothing is in use
     */
    synchronized @Nullable Slab acquire(int bytes) throws NoMemoryException {
        starved = !mayTake(bytes);
        if (starved) {
            return null;
        }
        try {
            return take(bytes);
        } catch (OutOfMemoryError e) {
            // What is kept to be used again may be what is missing.
            free.clear();
            starved = isInUse();
            refused = starved;
            return starved ? null : takeInHeap(bytes);
        }
    }

    private boolean mayTake(int bytes) {
        if (refused && isInUse()) {
            return false;
        }
        return bytes > budget
                ? beside == 0
                : inUse == 0 || inUse + Math.max(bytes, slabBytes) <= budget;
    }

    private boolean isInUse() {
        return inUse > 0 || beside > 0;
    }

    /**
     * For what cannot wait: nothing of a group can be flushed before all of it is here.
     *
     * @throws NoMemoryException there is no memory for it
     */
    synchronized Slab acquireBeyondBudget(int bytes) throws NoMemoryException {
        try {
            return take(bytes);
        } catch (OutOfMemoryError e) {
            free.clear();
            return takeInHeap(bytes);
        }
    }

    private Slab take(int bytes) {
        Slab slab = bytes > slabBytes ? null : free.poll();
        if (slab == null) {
            int size = Math.max(bytes, slabBytes);
            slab = new Slab(memory.outside().apply(size), size == slabBytes);
        }
        return taken(slab);
    }

    private Slab takeInHeap(int bytes) throws NoMemoryException {
        try {
            return taken(new Slab(memory.inHeap().apply(bytes), false));
        } catch (OutOfMemoryError e) {
            throw new NoMemoryException(bytes, e);
        }
    }

    private Slab taken(Slab slab) {
        count(slab.bytes.capacity(), 1);
        starved = false;
        refused = false;
        return slab;
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
