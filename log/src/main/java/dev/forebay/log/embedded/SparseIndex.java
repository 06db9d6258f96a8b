package dev.forebay.log.embedded;

import java.util.Arrays;

/**
 * Where some batches of a segment begin: every so many bytes one, never more than {@link
 * #MAX_ENTRIES}: when that is reached every second one goes and the distance doubles. Each entry
 * also knows the greatest timestamp before it. Storage task only.
 */
final class SparseIndex {
    static final int MAX_ENTRIES = 256;
    private static final int FIRST_INTERVAL = 4096;
    private static final int FIRST_CAPACITY = 4;

    private long[] offsets = new long[FIRST_CAPACITY];
    private long[] positions = new long[FIRST_CAPACITY];
    private long[] timestamps = new long[FIRST_CAPACITY];
    private int size;
    private long interval = FIRST_INTERVAL;

    /** Offers a batch; taken when it is far enough from the last one taken. */
    void offer(long offset, long position, long greatestTimestampBefore) {
        if (size > 0 && position - positions[size - 1] < interval) {
            return;
        }
        if (size == MAX_ENTRIES) {
            thin();
            offer(offset, position, greatestTimestampBefore);
            return;
        }
        put(offset, position, greatestTimestampBefore);
    }

    /** Adds an entry whatever its distance; for reading an index back. */
    void put(long offset, long position, long greatestTimestampBefore) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            positions = Arrays.copyOf(positions, size * 2);
            timestamps = Arrays.copyOf(timestamps, size * 2);
        }
        offsets[size] = offset;
        positions[size] = position;
        timestamps[size] = greatestTimestampBefore;
        size++;
    }

    private void thin() {
        int kept = 0;
        for (int i = 0; i < size; i += 2) {
            offsets[kept] = offsets[i];
            positions[kept] = positions[i];
            timestamps[kept] = timestamps[i];
            kept++;
        }
        size = kept;
        interval *= 2;
    }

    /** Whether every entry of another index of the same segment lies on the same line as these. */
    boolean covers(SparseIndex other) {
        for (int i = 0; i < other.size; i++) {
            int at = floor(other.offsets[i]);
            boolean same = at >= 0 && offsets[at] == other.offsets[i];
            if (same
                    && (positions[at] != other.positions[i]
                            || timestamps[at] != other.timestamps[i])) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return size;
    }

    /** The last entry at or before an offset; -1 when there is none. */
    int floor(long offset) {
        int found = Arrays.binarySearch(offsets, 0, size, offset);
        return found >= 0 ? found : -found - 2;
    }

    /** The last entry before which every timestamp is smaller; -1 when there is none. */
    int floorByTime(long timestamp) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps[middle] < timestamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    long offset(int entry) {
        return offsets[entry];
    }

    long position(int entry) {
        return positions[entry];
    }

    long timestamp(int entry) {
        return timestamps[entry];
    }
}
