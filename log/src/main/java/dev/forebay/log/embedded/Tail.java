package dev.forebay.log.embedded;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The newest batches of a stream, which are in memory and not yet in a segment. Storage only. */
final class Tail {
    /**
     * A batch in a slab. Its offsets are its own only here: with several targets bytes are shared.
     */
    record Batch(long baseOffset, int span, Slab slab, int position, int bytes, long maxTimestamp) {
        long endOffset() {
            return baseOffset + span;
        }
    }

    private static final int FIRST_CAPACITY = 8;

    private @Nullable Batch[] ring = new @Nullable Batch[0];
    private int head;
    private int size;
    private long bytes;

    void add(Batch batch) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = batch;
        size++;
        bytes += batch.bytes();
    }

    /** Of all batches here. */
    long bytes() {
        return bytes;
    }

    private void grow() {
        @Nullable Batch[] larger = new @Nullable Batch[Math.max(FIRST_CAPACITY, ring.length * 2)];
        int first = Math.min(size, ring.length - head);
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, size - first);
        ring = larger;
        head = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    Batch get(int index) {
        Batch batch = ring[(head + index) & (ring.length - 1)];
        if (index >= size || batch == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return batch;
    }

    void removeFirst(int count) {
        for (int i = 0; i < count; i++) {
            bytes -= get(i).bytes();
            ring[(head + i) & (ring.length - 1)] = null;
        }
        size -= count;
        head = size == 0 ? 0 : (head + count) & (ring.length - 1);
        if (size == 0 && ring.length > FIRST_CAPACITY) {
            ring = Arrays.copyOf(ring, 0);
        }
    }

    /** Index of the first batch that ends after an offset; {@link #size()} when there is none. */
    int firstEndingAfter(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).endOffset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
