package dev.forebay.engine.struct;

import java.util.Arrays;

/** A rising sequence of (offset, time) of which at most a thousand are kept, evenly thinned. */
final class Marks {
    private static final int CAPACITY = 1024;

    private long[] offsets = {};
    private long[] times = {};
    private int size;

    void add(long offset, long time) {
        if (size > 0 && (times[size - 1] == time || offset <= offsets[size - 1])) {
            return;
        }
        if (size == CAPACITY) {
            thin();
        }
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(4, size * 2));
            times = Arrays.copyOf(times, Math.max(4, size * 2));
        }
        offsets[size] = offset;
        times[size++] = time;
    }

    /** The time of the last mark at or before the offset; 0 when there is none. */
    long at(long offset) {
        int found = Arrays.binarySearch(offsets, 0, size, offset);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? 0 : times[index];
    }

    void write(ByteSink sink) {
        sink.putVarint(size);
        for (int i = 0; i < size; i++) {
            sink.putVarint(offsets[i]);
            sink.putVarint(times[i]);
        }
    }

    void read(ByteSource source) {
        size = 0;
        for (int left = source.getInt(); left > 0; left--) {
            long offset = source.getVarint();
            add(offset, source.getVarint());
        }
    }

    private void thin() {
        int kept = 0;
        for (int i = 0; i < size; i += 2) {
            offsets[kept] = offsets[i];
            times[kept++] = times[i];
        }
        size = kept;
    }
}
