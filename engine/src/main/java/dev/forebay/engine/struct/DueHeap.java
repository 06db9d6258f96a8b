package dev.forebay.engine.struct;

import java.util.Arrays;

/**
 * Small whole numbers ordered by when they are due; a binary heap that knows where each number
 * stands, so that any can be moved or taken out in O(log n). Sixteen bytes a number.
 *
 * <p>Not a timing wheel: leases that all end in the same tick would make the wheel's array as wide
 * as its fullest tick, for every tick.
 */
public final class DueHeap {
    public static final long NEVER = Long.MAX_VALUE;
    private static final int ABSENT = -1;

    private long[] due = new long[16];
    private int[] place = absent(16);
    private int[] heap = new int[16];
    private int size;

    public int size() {
        return size;
    }

    /** Adds the number or moves it. */
    public void put(int id, long at) {
        reserve(id);
        due[id] = at;
        int index = place[id];
        if (index == ABSENT) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, grown(size + 1));
            }
            index = size++;
            set(index, id);
        }
        if (!rise(index)) {
            sink(index);
        }
    }

    public void remove(int id) {
        int index = place[id];
        place[id] = ABSENT;
        int last = heap[--size];
        if (last != id) {
            set(index, last);
            if (!rise(index)) {
                sink(index);
            }
        }
    }

    public long dueOf(int id) {
        return due[id];
    }

    /** The number due first. There must be one. */
    public int first() {
        return heap[0];
    }

    /** When the first is due, or {@link #NEVER}. */
    public long firstDue() {
        return size == 0 ? NEVER : due[heap[0]];
    }

    /** Capacities grow by a quarter once they are large: a doubling would waste half of them. */
    static int grown(int needed) {
        return needed < 1 << 16
                ? Math.max(16, Integer.highestOneBit(needed) << 1)
                : needed + (needed >> 2);
    }

    private void reserve(int id) {
        if (id >= due.length) {
            int old = place.length;
            int capacity = grown(id + 1);
            due = Arrays.copyOf(due, capacity);
            place = Arrays.copyOf(place, capacity);
            Arrays.fill(place, old, capacity, ABSENT);
        }
    }

    private static int[] absent(int capacity) {
        int[] places = new int[capacity];
        Arrays.fill(places, ABSENT);
        return places;
    }

    private void set(int index, int id) {
        heap[index] = id;
        place[id] = index;
    }

    private boolean rise(int from) {
        int index = from;
        int id = heap[index];
        long at = due[id];
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (due[heap[parent]] <= at) {
                break;
            }
            set(index, heap[parent]);
            index = parent;
        }
        set(index, id);
        return index != from;
    }

    private void sink(int from) {
        int index = from;
        int id = heap[index];
        long at = due[id];
        int child;
        while ((child = 2 * index + 1) < size) {
            if (child + 1 < size && due[heap[child + 1]] < due[heap[child]]) {
                child++;
            }
            if (at <= due[heap[child]]) {
                break;
            }
            set(index, heap[child]);
            index = child;
        }
        set(index, id);
    }
}
