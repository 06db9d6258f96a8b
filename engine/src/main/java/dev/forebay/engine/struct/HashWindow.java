package dev.forebay.engine.struct;

import java.util.Arrays;

/**
 * 128-bit hashes of the last while, each with an offset: a ring in the order of time and an index
 * over it. About 50 bytes an entry.
 */
public final class HashWindow {
    public static final long NONE = -1;

    private long[] high = new long[16];
    private long[] low = new long[16];
    private long[] time = new long[16];
    private long[] offset = new long[16];
    private int[] index = emptyIndex(32);
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
            take(head);
            head = (head + 1) & (high.length - 1);
            size--;
        }
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
        int old = high.length;
        high = unrolled(high, old);
        low = unrolled(low, old);
        time = unrolled(time, old);
        offset = unrolled(offset, old);
        head = 0;
        index = emptyIndex(old * 4);
        for (int entry = 0; entry < size; entry++) {
            put(entry);
        }
    }

    private long[] unrolled(long[] ring, int length) {
        long[] grown = new long[length * 2];
        System.arraycopy(ring, head, grown, 0, length - head);
        System.arraycopy(ring, 0, grown, length - head, head);
        return grown;
    }

    private static int[] emptyIndex(int length) {
        int[] index = new int[length];
        Arrays.fill(index, -1);
        return index;
    }
}
