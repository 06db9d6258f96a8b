package dev.forebay.engine.struct;

import java.util.List;
import java.util.function.LongConsumer;
import org.agrona.collections.Long2LongHashMap;

/**
 * How often messages that wait to be leased again were leased, when first and by which lease last;
 * only where that is not what the subscription implies. First leases in the order of offsets are
 * kept as marks, which grow coarse as they age.
 */
public final class Attempts {
    public static final int NONE = -1;

    /** Stands for the number of a lease that its consumer never heard of. */
    public static final long UNHEARD = 0;

    /** Stands for the number of a lease that is forgotten: none before it counts any more. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private final Long2LongHashMap counts = new Long2LongHashMap(NONE);
    private final Long2LongHashMap firsts = new Long2LongHashMap(NONE);
    private final Long2LongHashMap lasts = new Long2LongHashMap(NONE);
    private final Marks marks = new Marks();

    /** A message was leased for the first time, after all with lower offsets. */
    public void mark(long offset, long wall) {
        marks.add(offset, wall);
    }

    /** When the message was first leased as far as the marks know, 0 when they do not. */
    public long marked(long offset) {
        return marks.at(offset);
    }

    /** Attempts of the message, or {@link #NONE} when nothing is kept of it. */
    public int count(long offset) {
        return counts.isEmpty() ? NONE : (int) counts.get(offset);
    }

    public long first(long offset) {
        long kept = firsts.isEmpty() ? NONE : firsts.get(offset);
        return kept == NONE ? marks.at(offset) : kept;
    }

    /** Number of the message's last lease, or {@link #NONE} when nothing is kept of it. */
    public long last(long offset) {
        return lasts.isEmpty() ? NONE : lasts.get(offset);
    }

    /** What is kept of the message, which failed of these. */
    public AttemptEntry entry(long offset, List<String> reasons) {
        int count = count(offset);
        return count == NONE
                ? new AttemptEntry(offset, NONE, 0, UNHEARD, reasons)
                : new AttemptEntry(offset, count, firsts.get(offset), lasts.get(offset), reasons);
    }

    /** Calls with each message of which something is kept; in no order. */
    public void forEach(LongConsumer visitor) {
        counts.forEachLong((offset, count) -> visitor.accept(offset));
    }

    public void put(long offset, int count, long first, long last) {
        counts.put(offset, count);
        firsts.put(offset, first);
        lasts.put(offset, last);
    }

    public void remove(long offset) {
        if (!counts.isEmpty()) {
            counts.remove(offset);
            firsts.remove(offset);
            lasts.remove(offset);
        }
    }

    public void removeBelow(long offset) {
        Long2LongHashMap.EntryIterator entries = counts.entrySet().iterator();
        while (entries.hasNext()) {
            entries.next();
            if (entries.getLongKey() < offset) {
                firsts.remove(entries.getLongKey());
                lasts.remove(entries.getLongKey());
                entries.remove();
            }
        }
    }

    public void write(ByteSink sink) {
        sink.putVarint(counts.size());
        counts.forEachLong((offset, count) -> {
            sink.putVarint(offset);
            sink.putVarint(count);
            sink.putVarint(firsts.get(offset));
            sink.putVarint(lasts.get(offset));
        });
        marks.write(sink);
    }

    public void read(ByteSource source) {
        for (int left = source.getInt(); left > 0; left--) {
            long offset = source.getVarint();
            int count = source.getInt();
            long first = source.getVarint();
            put(offset, count, first, source.getVarint());
        }
        marks.read(source);
    }
}
