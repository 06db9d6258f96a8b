package dev.forebay.engine.struct;

import java.util.Arrays;

/**
 * 128-bit hashes of the last while, each with an offset: a ring in the order of time and an index
 * over it. About 50 bytes an entry.
 */
public final class HashWindow {
    public static final long NONE = -1;

    private static final int FIRST = 16;

    private long[] high = new long[FIRST];
    private long[] low = new long[FIRST];
    private long[] time = new long[FIRST];
    private long[] offset = new long[FIRST];
    private int[] index = emptyIndex(2 * FIRST);
    private int head;
    private int size;

    public int size() {
        return size;
    }

    public void add(long hashHigh, long hashLow, long at, long place) {
        if (size == high.length) {
            grow();
        }
        int entry = (head + size++) & (high.length - 1);
        high[entry] = hashHigh;
        low[entry] = hashLow;
        time[entry] = at;
        offset[entry] = place;
        put(entry);
    }

    /** The offset kept with the hash, or {@link #NONE}. */
    public long find(long hashHigh, long hashLow) {
        int mask = index.length - 1;
        for (int at = (int) hashLow & mask; index[at] >= 0; at = (at + 1) & mask) {
            int entry = index[at];
            if (low[entry] == hashLow && high[entry] == hashHigh) {
                return offset[entry];
            }
        }
        return NONE;
    }

    /** Forgets what was added at or before {@code until}. */
    public void expire(long until) {
        while (size > 0 && time[head] <= until) {
            drop();
        }
    }

    private void drop() {
        take(head);
        head = (head + 1) & (high.length - 1);
        size--;
    }

    /** Forgets what was kept with an offset up to this one, from the oldest on. */
    public void dropThrough(long place) {
        while (size > 0 && offset[head] <= place) {
            drop();
        }
    }

    /** Forgets everything. */
    public void clear() {
        size = 0;
        resize(FIRST);
    }

    /** Gives back room that is not needed any more. */
    public void shrink() {
        int fitting = Math.max(FIRST, Integer.highestOneBit(Math.max(1, size)) << 1);
        if (fitting <= high.length / 4) {
            resize(fitting);
        }
    }

    /**
     * A copy of so many of the oldest entries, in their order, and of those that were added at the
     * time of the last of them.
     */
    public HashEntries oldest(int most) {
        int count = Math.min(most, size);
        while (count > 0 && count < size && timeOf(count) == timeOf(count - 1)) {
            count++;
        }
        return new HashEntries(
                unrolled(high, count, count),
                unrolled(low, count, count),
                unrolled(time, count, count),
                unrolled(offset, count, count));
    }

    private long timeOf(int rank) {
        return time[(head + rank) & (time.length - 1)];
    }

    /** Time of the oldest entry; there must be one. */
    public long oldest() {
        return time[head];
    }

    /** Offset of the oldest entry, or {@link #NONE}. */
    public long oldestOffset() {
        return size == 0 ? NONE : offset[head];
    }

    private void put(int entry) {
        int mask = index.length - 1;
        int at = (int) low[entry] & mask;
        while (index[at] >= 0) {
            at = (at + 1) & mask;
        }
        index[at] = entry;
    }

    private void take(int entry) {
        int mask = index.length - 1;
        int gap = (int) low[entry] & mask;
        while (index[gap] != entry) {
            gap = (gap + 1) & mask;
        }
        for (int at = (gap + 1) & mask; index[at] >= 0; at = (at + 1) & mask) {
            int home = (int) low[index[at]] & mask;
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                index[gap] = index[at];
                gap = at;
            }
        }
        index[gap] = -1;
    }

    private void grow() {
        resize(high.length * 2);
    }

    private void resize(int length) {
        high = unrolled(high, size, length);
        low = unrolled(low, size, length);
        time = unrolled(time, size, length);
        offset = unrolled(offset, size, length);
        head = 0;
        index = emptyIndex(length * 2);
        for (int entry = 0; entry < size; entry++) {
            put(entry);
        }
    }

    /** The oldest of a ring in their order, with room for others behind them. */
    private long[] unrolled(long[] ring, int count, int length) {
        long[] copy = new long[length];
        int first = Math.min(count, ring.length - head);
        System.arraycopy(ring, head, copy, 0, first);
        System.arraycopy(ring, 0, copy, first, count - first);
        return copy;
    }

    private static int[] emptyIndex(int length) {
        int[] index = new int[length];
        Arrays.fill(index, -1);
        return index;
    }
}
