package dev.forebay.engine.struct;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Hashes with offsets and times, sorted, all of one width: one is found without reading the rest.
 */
public final class HashPage {
    public static final int NONE = -1;
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 2 * Integer.BYTES;
    private static final int LOW_AT = Long.BYTES;
    private static final int OFFSET_AT = 2 * Long.BYTES;
    private static final int TIME_AT = 3 * Long.BYTES;
    private static final int ENTRY_BYTES = 4 * Long.BYTES;

    private HashPage() {}

    /**
     * A page of some of the entries.
     *
     * @param which their indices are here, from {@code from} on up to {@code to}
     */
    public static ByteBuffer write(HashEntries entries, int[] which, int from, int to) {
        Integer[] sorted = new Integer[to - from];
        Arrays.setAll(sorted, i -> which[from + i]);
        Arrays.sort(
                sorted,
                Comparator.<Integer>comparingLong(i -> entries.high[i])
                        .thenComparingLong(i -> entries.low[i])
                        .thenComparingInt(i -> i));
        ByteBuffer page = ByteBuffer.allocate(HEAD_BYTES + sorted.length * ENTRY_BYTES);
        page.putInt(VERSION).putInt(sorted.length);
        for (int i : sorted) {
            page.putLong(entries.high[i]).putLong(entries.low[i]);
            page.putLong(entries.offset[i]).putLong(entries.time[i]);
        }
        return page.flip();
    }

    /** The index of the newest entry with this hash, or {@link #NONE}. */
    public static int find(ByteBuffer page, long high, long low) {
        int from = 0;
        int to = size(page);
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(page, middle, high, low) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from > 0 && compare(page, from - 1, high, low) == 0 ? from - 1 : NONE;
    }

    public static long offset(ByteBuffer page, int index) {
        return page.getLong(at(page, index) + OFFSET_AT);
    }

    public static long time(ByteBuffer page, int index) {
        return page.getLong(at(page, index) + TIME_AT);
    }

    private static int size(ByteBuffer page) {
        int version = page.getInt(page.position());
        if (version != VERSION) {
            throw new IllegalStateException("a page of hashes of version " + version);
        }
        return page.getInt(page.position() + Integer.BYTES);
    }

    private static int compare(ByteBuffer page, int index, long high, long low) {
        int at = at(page, index);
        int order = Long.compare(page.getLong(at), high);
        return order != 0 ? order : Long.compare(page.getLong(at + LOW_AT), low);
    }

    private static int at(ByteBuffer page, int index) {
        return page.position() + HEAD_BYTES + index * ENTRY_BYTES;
    }
}
