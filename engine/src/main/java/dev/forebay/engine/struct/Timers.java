package dev.forebay.engine.struct;

import java.util.Arrays;

/** All wake-ups of a lane, the earliest first. */
public final class Timers {
    private Timer[] heap = new Timer[64];
    private int size;

    /** Sets or moves the wake-up; {@link DueHeap#NEVER} unsets it. */
    public void at(Timer timer, long due) {
        if (due == timer.due) {
            return;
        }
        timer.due = due;
        if (due == DueHeap.NEVER) {
            remove(timer);
        } else if (timer.index < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            heap[size] = timer;
            timer.index = size;
            rise(size++);
        } else {
            sink(rise(timer.index));
        }
    }

    public void cancel(Timer timer) {
        at(timer, DueHeap.NEVER);
    }

    public long firstDue() {
        return size == 0 ? DueHeap.NEVER : heap[0].due;
    }

    /** Fires all that is due at {@code now}, each once. */
    public void run(long now) {
        while (size > 0 && heap[0].due <= now) {
            Timer timer = heap[0];
            cancel(timer);
            timer.fire(now);
        }
    }

    private void remove(Timer timer) {
        int index = timer.index;
        timer.index = -1;
        Timer last = heap[--size];
        if (index != size) {
            heap[index] = last;
            last.index = index;
            sink(rise(index));
        }
        clear(size);
    }

    @SuppressWarnings("NullAway") // past the size the array holds nothing
    private void clear(int index) {
        heap[index] = null;
    }

    private int rise(int from) {
        int index = from;
        while (index > 0 && heap[(index - 1) >>> 1].due > heap[index].due) {
            swap(index, (index - 1) >>> 1);
            index = (index - 1) >>> 1;
        }
        return index;
    }

    private void sink(int from) {
        int index = from;
        int child;
        while ((child = 2 * index + 1) < size) {
            if (child + 1 < size && heap[child + 1].due < heap[child].due) {
                child++;
            }
            if (heap[index].due <= heap[child].due) {
                return;
            }
            swap(index, child);
            index = child;
        }
    }

    private void swap(int left, int right) {
        Timer moved = heap[left];
        heap[left] = heap[right];
        heap[right] = moved;
        heap[left].index = left;
        heap[right].index = right;
    }
}
