package dev.forebay.engine.struct;

import java.util.Arrays;

/** Rising offsets, first in first out, kept as runs of consecutive ones: twelve bytes a run. */
public final class OffsetRuns {
    public static final long NONE = -1;

    private long[] starts = new long[2];
    private int[] lengths = new int[2];
    private int from;
    private int to;

    public boolean isEmpty() {
        return from == to;
    }

    /** Adds an offset greater than all before; returns how many bytes that took. */
    public int add(long offset) {
        if (from < to
                && starts[to - 1] + lengths[to - 1] == offset
                && lengths[to - 1] < Integer.MAX_VALUE) {
            lengths[to - 1]++;
            return 0;
        }
        int before = starts.length;
        if (to == starts.length) {
            makeRoom();
        }
        starts[to] = offset;
        lengths[to++] = 1;
        return (starts.length - before) * (Long.BYTES + Integer.BYTES);
    }

    /** Whether all of them are less than this one. */
    public boolean endsBefore(long offset) {
        return from == to || starts[to - 1] + lengths[to - 1] <= offset;
    }

    public void clear() {
        from = 0;
        to = 0;
    }

    public long first() {
        return from == to ? NONE : starts[from];
    }

    public void removeFirst() {
        starts[from]++;
        if (--lengths[from] == 0 && ++from == to) {
            from = 0;
            to = 0;
        }
    }

    public int sizeBytes() {
        return starts.length * (Long.BYTES + Integer.BYTES);
    }

    private void makeRoom() {
        if (from > to / 2) {
            System.arraycopy(starts, from, starts, 0, to - from);
            System.arraycopy(lengths, from, lengths, 0, to - from);
            to -= from;
            from = 0;
        } else {
            starts = Arrays.copyOf(starts, to * 2);
            lengths = Arrays.copyOf(lengths, to * 2);
        }
    }
}
