package dev.forebay.engine.struct;

import java.util.Arrays;

/** Offsets in any order, the least first out: eight bytes each. */
public final class OffsetHeap {
    private static final long[] NONE = {};
    private static final int FIRST_ROOM = 4;

    private long[] heap = NONE;
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    /** The least. There must be one. */
    public long first() {
        return heap[0];
    }

    /** Adds an offset; returns how many bytes that took. */
    public int add(long offset) {
        int before = heap.length;
        if (size == before) {
            heap = Arrays.copyOf(heap, Math.max(FIRST_ROOM, size + (size >> 1)));
        }
        int index = size++;
        while (index > 0 && heap[(index - 1) >>> 1] > offset) {
            heap[index] = heap[(index - 1) >>> 1];
            index = (index - 1) >>> 1;
        }
        heap[index] = offset;
        return (heap.length - before) * Long.BYTES;
    }

    public void removeFirst() {
        long last = heap[--size];
        int index = 0;
        int child;
        while ((child = 2 * index + 1) < size) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (last <= heap[child]) {
                break;
            }
            heap[index] = heap[child];
            index = child;
        }
        heap[index] = last;
    }

    public void clear() {
        size = 0;
    }

    public int sizeBytes() {
        return heap.length * Long.BYTES;
    }
}
