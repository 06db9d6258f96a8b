package dev.forebay.log;

import java.util.Arrays;

/**
 * Which records of a stretch of a stream are still needed: all outside of the stretch, and these
 * runs within it. Immutable.
 */
public final class LiveOffsets {
    private static final int FIRST_CAPACITY = 8;

    private final long from;
    private final long to;

    /** Begin (inclusive) and end (exclusive) of each run, rising, with room between them. */
    private final long[] bounds;

    private LiveOffsets(long from, long to, long[] bounds) {
        this.from = from;
        this.to = to;
        this.bounds = bounds;
    }

    /** Nothing is known of what lies before this offset. */
    public long from() {
        return from;
    }

    /** Nothing is known of this offset and what lies behind. */
    public long to() {
        return to;
    }

    /** Whether the whole of a range, its end excluded, lies in the stretch. */
    public boolean covers(long first, long end) {
        return from <= first && end <= to;
    }

    /** Whether something from the first to the last offset is needed. */
    public boolean anyIn(long first, long last) {
        if (!covers(first, last + 1)) {
            return true;
        }
        int run = runEndingAfter(first);
        return run < bounds.length && bounds[run] <= last;
    }

    /** How many offsets of a range within the stretch, its end excluded, are needed. */
    public long countIn(long first, long end) {
        long count = 0;
        for (int run = runEndingAfter(first); run < bounds.length && bounds[run] < end; run += 2) {
            count += Math.min(end, bounds[run + 1]) - Math.max(first, bounds[run]);
        }
        return count;
    }

    /** Index of the first run that ends after an offset. */
    private int runEndingAfter(long offset) {
        int low = 0;
        int high = bounds.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
    }

    @Override
    public String toString() {
        return "of %d to %d: %s".formatted(from, to, Arrays.toString(bounds));
    }

    /** Gathers runs in rising order. Not thread-safe. */
    public static final class Builder {
        private final long from;
        private long[] bounds = new long[FIRST_CAPACITY];
        private int used;

        /** Runs come from here on. */
        public Builder(long from) {
            this.from = from;
        }

        /** Adds a run that begins no earlier than the one before; they may overlap. */
        public void add(long first, long end) {
            if (first >= end) {
                return;
            }
            if (used > 0 && first <= bounds[used - 1]) {
                bounds[used - 1] = Math.max(bounds[used - 1], end);
                return;
            }
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, used * 2);
            }
            bounds[used++] = first;
            bounds[used++] = end;
        }

        /** How many runs there are. */
        public int runs() {
            return used / 2;
        }

        /** All of the stretch up to this offset. */
        public LiveOffsets upTo(long to) {
            return new LiveOffsets(from, to, Arrays.copyOf(bounds, used));
        }
    }
}
