package dev.forebay.engine.struct;

import java.util.Arrays;

/** A min-heap of pairs of numbers, ordered by the first, then the second. */
final class LongPairHeap {
    private long[] keys = {};
    private long[] values = {};
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long first() {
        return keys[0];
    }

    long firstValue() {
        return values[0];
    }

    void clear() {
        size = 0;
    }

    void add(long key, long value) {
        if (size == keys.length) {
            int capacity = DueHeap.grown(size + 1);
            keys = Arrays.copyOf(keys, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        int index = size++;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!before(key, value, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        keys[index] = key;
        values[index] = value;
    }

    /** Calls with each pair, in no order. */
    void forEach(Visitor visitor) {
        for (int index = 0; index < size; index++) {
            visitor.visit(keys[index], values[index]);
        }
    }

    /** Takes one pair. */
    interface Visitor {
        void visit(long key, long value);
    }

    void removeFirst() {
        size--;
        long key = keys[size];
        long value = values[size];
        int index = 0;
        int child;
        while ((child = 2 * index + 1) < size) {
            if (child + 1 < size && before(keys[child + 1], values[child + 1], child)) {
                child++;
            }
            if (before(key, value, child)) {
                break;
            }
            move(child, index);
            index = child;
        }
        keys[index] = key;
        values[index] = value;
    }

    private boolean before(long key, long value, int other) {
        return key < keys[other] || (key == keys[other] && value < values[other]);
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        values[to] = values[from];
    }
}
