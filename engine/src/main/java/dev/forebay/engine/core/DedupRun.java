package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.HashEntries;
import dev.forebay.engine.struct.HashFilter;
import org.jspecify.annotations.Nullable;

/**
 * Deduplication ids that are on disk: pages of hashes, each with those that begin with certain
 * bits, and behind them a filter. The filter is read when it is first asked for.
 */
final class DedupRun {
    /** Of so many ids, spread evenly over the run, the heap knows the time. */
    private static final int TIMES = 16;

    private static final int MOST_PAGES = 1 << 12;

    private final long filterPlace;
    private final long seed;
    private final int count;
    private final long to;
    private final long[] places;
    private final long[] times;
    private final long newest;
    private @Nullable HashFilter filter;

    private DedupRun(
            long filterPlace,
            long seed,
            int count,
            long to,
            long[] places,
            long[] times,
            long newest) {
        this.filterPlace = filterPlace;
        this.seed = seed;
        this.count = count;
        this.to = to;
        this.places = places;
        this.times = times;
        this.newest = newest;
    }

    /** One that was just written, in a number of pages that is a power of two. */
    static DedupRun of(
            HashEntries entries, long seed, long[] places, long filterPlace, HashFilter filter) {
        int count = entries.size();
        long[] times = new long[Math.min(TIMES, count)];
        for (int i = 0; i < times.length; i++) {
            times[i] = entries.time(first(i, count, times.length));
        }
        DedupRun run =
                new DedupRun(
                        filterPlace,
                        seed,
                        count,
                        entries.offset(count - 1),
                        places,
                        times,
                        entries.time(count - 1));
        run.filter = filter;
        return run;
    }

    private static int first(int part, int count, int parts) {
        return (int) ((long) part * count / parts);
    }

    /** In which of so many pages a hash is that begins like this. */
    static int page(long high, int pages) {
        return pages == 1 ? 0 : (int) (high >>> (Long.numberOfLeadingZeros(pages) + 1));
    }

    /** Where the filter is; all pages are before it, and those of newer runs behind it. */
    long filterPlace() {
        return filterPlace;
    }

    /** The place of the first page. */
    long firstPlace() {
        return places[0];
    }

    long place(long high) {
        return places[page(high, places.length)];
    }

    /** With which the ids were hashed. */
    long seed() {
        return seed;
    }

    int count() {
        return count;
    }

    /** Ids of messages up to this offset are here or in older runs, or were forgotten. */
    long to() {
        return to;
    }

    /** Time of the newest id. */
    long newest() {
        return newest;
    }

    /** How many are newer than this; up to a sixteenth of the run too many. */
    int countSince(long until) {
        if (newest <= until) {
            return 0;
        }
        int old = 0;
        for (int i = 0; i < times.length && times[i] <= until; i++) {
            old = first(i, count, times.length) + 1;
        }
        return count - old;
    }

    /** The oldest time after this that is known; there must be one. */
    long oldestSince(long until) {
        for (long time : times) {
            if (time > until) {
                return time;
            }
        }
        return newest;
    }

    /** Null until it was read. */
    @Nullable HashFilter filter() {
        return filter;
    }

    void setFilter(HashFilter read) {
        filter = read;
    }

    void write(ByteSink sink) {
        sink.putVarint(filterPlace);
        sink.putVarint(seed);
        sink.putVarint(count);
        sink.putVarint(to);
        sink.putVarint(places.length);
        long before = filterPlace;
        for (long place : places) {
            sink.putSigned(place - before);
            before = place;
        }
        for (long time : times) {
            sink.putVarint(newest - time);
        }
        sink.putVarint(newest);
    }

    static DedupRun read(ByteSource source) {
        return read(source.getVarint(), source);
    }

    /** The same, where the first number was read already. */
    static DedupRun read(long filterPlace, ByteSource source) {
        long seed = source.getVarint();
        int count = source.getInt();
        long to = source.getVarint();
        int pages = source.getInt();
        if (count < 1 || pages < 1 || pages > MOST_PAGES || Integer.bitCount(pages) != 1) {
            throw new IllegalStateException(
                    "deduplication ids: " + count + " in " + pages + " pages");
        }
        long[] places = new long[pages];
        long place = filterPlace;
        for (int i = 0; i < pages; i++) {
            place += source.getSigned();
            places[i] = place;
        }
        long[] times = new long[Math.min(TIMES, count)];
        for (int i = 0; i < times.length; i++) {
            times[i] = source.getVarint();
        }
        long newest = source.getVarint();
        for (int i = 0; i < times.length; i++) {
            times[i] = newest - times[i];
        }
        return new DedupRun(filterPlace, seed, count, to, places, times, newest);
    }
}
