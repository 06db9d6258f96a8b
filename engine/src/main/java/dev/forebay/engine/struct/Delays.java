package dev.forebay.engine.struct;

import org.agrona.collections.Long2LongHashMap;

/**
 * Messages of one partition that wait for a time: offset and due time, found by either. The heap
 * may hold entries that are out of date; the map is the truth.
 */
public final class Delays {
    public static final long NONE = -1;

    private final Long2LongHashMap dueTimes = new Long2LongHashMap(NONE);
    private final LongPairHeap heap = new LongPairHeap();

    public int size() {
        return dueTimes.size();
    }

    public boolean isEmpty() {
        return dueTimes.isEmpty();
    }

    public boolean contains(long offset) {
        return !dueTimes.isEmpty() && dueTimes.get(offset) != NONE;
    }

    /** When the message is due, or {@link #NONE}. */
    public long dueOf(long offset) {
        long marked = dueTimes.get(offset);
        return marked == NONE ? NONE : marked >>> 1;
    }

    /** Whether the message was never leased so far. */
    public boolean isFirst(long offset) {
        return (dueTimes.get(offset) & 1) == 1;
    }

    public void putFirst(long offset, long due) {
        put(offset, due << 1 | 1);
    }

    public void putRetry(long offset, long due) {
        put(offset, due << 1);
    }

    public boolean remove(long offset) {
        return !dueTimes.isEmpty() && dueTimes.remove(offset) != NONE;
    }

    /** When the first is due, or {@link DueHeap#NEVER}. */
    public long firstDue() {
        dropStale();
        return heap.isEmpty() ? DueHeap.NEVER : heap.first() >>> 1;
    }

    /** The offset that is due first; there must be one. It stays in until removed. */
    public long firstOffset() {
        dropStale();
        return heap.firstValue();
    }

    /** Calls with each offset, its due time and whether it was never leased; in no order. */
    public void forEach(Visitor visitor) {
        dueTimes.forEachLong(
                (offset, marked) -> visitor.visit(offset, marked >>> 1, (marked & 1) == 1));
    }

    public void removeBelow(long offset) {
        Long2LongHashMap.EntryIterator entries = dueTimes.entrySet().iterator();
        while (entries.hasNext()) {
            entries.next();
            if (entries.getLongKey() < offset) {
                entries.remove();
            }
        }
    }

    private void put(long offset, long marked) {
        dueTimes.put(offset, marked);
        heap.add(marked, offset);
        if (heap.size() > 64 && heap.size() > 2 * dueTimes.size()) {
            heap.clear();
            dueTimes.forEachLong((known, due) -> heap.add(due, known));
        }
    }

    private void dropStale() {
        while (!heap.isEmpty() && dueTimes.get(heap.firstValue()) != heap.first()) {
            heap.removeFirst();
        }
    }

    /** Takes one delayed message. */
    @FunctionalInterface
    public interface Visitor {
        void visit(long offset, long due, boolean first);
    }
}
