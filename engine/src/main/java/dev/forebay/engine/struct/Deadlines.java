package dev.forebay.engine.struct;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one partition that have a deadline of their own, found by it. Of up to {@value
 * #EXACT} it is known to the millisecond; of what is beyond, to a {@value #FINENESS}th of the time
 * that the message had, and never too early, as sets of offsets: so that millions of deadlines take
 * little room. What was settled otherwise may be among them until it is met or {@link #sweep
 * swept}.
 */
public final class Deadlines {
    public static final long NONE = OffsetSet.NONE;

    /** So many are known exactly. */
    static final int EXACT = 1_024;

    static final int FINENESS = 256;

    private static final long CROWDED = 65_536;
    private static final long LONG_AGO = 0;

    private final LongPairHeap exact = new LongPairHeap();
    private final TreeMap<Long, OffsetSet> coarse = new TreeMap<>();
    private final OffsetSet held = new OffsetSet();
    private long coarseCount;

    /**
     * A message is not to be delivered from then on.
     *
     * @param time when it was sent
     */
    public void put(long offset, long deadline, long time) {
        if (exact.size() < EXACT) {
            exact.add(deadline, offset);
            return;
        }
        long width = Math.max(1, Long.highestOneBit(Math.max(0, deadline - time) / FINENESS));
        long end = Math.ceilDiv(deadline, width) * width;
        coarse.computeIfAbsent(end < 0 ? Long.MAX_VALUE : end, unused -> new OffsetSet())
                .add(offset);
        coarseCount++;
    }

    /** When the first has passed, or {@link DueHeap#NEVER}. */
    public long firstDue() {
        long due = exact.isEmpty() ? DueHeap.NEVER : exact.first();
        return coarse.isEmpty() ? due : Math.min(due, coarse.firstKey());
    }

    /** Takes out one whose deadline has passed, or returns {@link #NONE}. */
    public long poll(long now) {
        if (!exact.isEmpty() && exact.first() <= now) {
            long offset = exact.firstValue();
            exact.removeFirst();
            return offset;
        }
        Map.Entry<Long, OffsetSet> first = coarse.firstEntry();
        if (first == null || first.getKey() > now) {
            return NONE;
        }
        OffsetSet offsets = first.getValue();
        long offset = offsets.first();
        offsets.remove(offset);
        coarseCount--;
        if (offsets.isEmpty()) {
            coarse.remove(first.getKey());
        }
        return offset;
    }

    /** A message that is past its deadline is leased: it stays as long as it is. */
    public void hold(long offset) {
        held.add(offset);
    }

    /** A lease ended without settling the message. */
    public void released(long offset) {
        if (!held.isEmpty() && held.remove(offset)) {
            exact.add(LONG_AGO, offset);
        }
    }

    /** A message was settled. */
    public void settled(long offset) {
        if (!held.isEmpty()) {
            held.remove(offset);
        }
    }

    /** Whether most of what is kept must be of messages that are gone. */
    public boolean isCrowded(long unsettled) {
        return coarseCount > CROWDED && coarseCount / 2 > unsettled;
    }

    /** Lets go of what is below {@code low} or settled. */
    public void sweep(long low, OffsetSet settled) {
        coarseCount = 0;
        for (OffsetSet offsets : coarse.values()) {
            offsets.removeBelow(low);
            offsets.removeAll(settled);
            coarseCount += offsets.cardinality();
        }
        coarse.values().removeIf(OffsetSet::isEmpty);
    }

    /** Makes small what was not touched for a while. */
    public void shrink() {
        coarse.values().forEach(OffsetSet::closeIdle);
    }

    /** Writes it; {@link #read} takes it up. */
    public static void write(@Nullable Deadlines deadlines, ByteSink sink) {
        sink.putByte(deadlines == null ? 0 : 1);
        if (deadlines != null) {
            deadlines.write(sink);
        }
    }

    private void write(ByteSink sink) {
        sink.putVarint(exact.size());
        exact.forEach((deadline, offset) -> {
            sink.putVarint(deadline);
            sink.putVarint(offset);
        });
        sink.putVarint(coarse.size());
        coarse.forEach((end, offsets) -> {
            sink.putVarint(end);
            offsets.write(sink);
        });
        held.write(sink);
    }

    /** What {@link #write} wrote, or null. What was leased is looked at anew. */
    public static @Nullable Deadlines read(ByteSource source) {
        if (source.getByte() == 0) {
            return null;
        }
        Deadlines deadlines = new Deadlines();
        for (int left = source.getInt(); left > 0; left--) {
            long deadline = source.getVarint();
            deadlines.exact.add(deadline, source.getVarint());
        }
        for (int left = source.getInt(); left > 0; left--) {
            long end = source.getVarint();
            OffsetSet offsets = new OffsetSet();
            offsets.read(source);
            deadlines.coarseCount += offsets.cardinality();
            deadlines.coarse.put(end, offsets);
        }
        OffsetSet past = new OffsetSet();
        past.read(source);
        past.toList().forEach(offset -> deadlines.exact.add(LONG_AGO, offset));
        return deadlines;
    }
}
