package dev.forebay.engine.core;

import dev.forebay.engine.struct.HashEntries;
import dev.forebay.engine.struct.HashFilter;
import dev.forebay.engine.struct.HashPage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes one run of deduplication ids, a few pages at a time, and the filter last. */
final class DedupRunWriter {
    static final int PAGE_IDS = 4_096;
    private static final int AT_ONCE = 4;

    private final SpillStream stream;
    private final long seed;
    private final HashEntries entries;
    private final Consumer<@Nullable DedupRun> then;
    private final long[] places;

    /** Indices of the entries, those of one page together. */
    private final int[] byPage;

    /** Where those of a page begin. */
    private final int[] starts;

    private final HashFilter filter;
    private int begun;
    private int written;
    private boolean refused;

    /**
     * @param then told the run, or null when there is none since the store takes nothing
     */
    DedupRunWriter(
            SpillStream stream, long seed, HashEntries entries, Consumer<@Nullable DedupRun> then) {
        this.stream = stream;
        this.seed = seed;
        this.entries = entries;
        this.then = then;
        int full = (entries.size() - 1) / PAGE_IDS;
        this.places = new long[full == 0 ? 1 : Integer.highestOneBit(full) << 1];
        this.byPage = new int[entries.size()];
        this.starts = new int[places.length + 1];
        this.filter = HashFilter.of(entries.size());
    }

    void begin() {
        for (int i = 0; i < entries.size(); i++) {
            starts[page(i) + 1]++;
            filter.add(entries.high(i), entries.low(i));
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = starts.clone();
        for (int i = 0; i < entries.size(); i++) {
            byPage[next[page(i)]++] = i;
        }
        while (begun < Math.min(AT_ONCE, places.length)) {
            writePage();
        }
    }

    private int page(int index) {
        return DedupRun.page(entries.high(index), places.length);
    }

    private void writePage() {
        int page = begun++;
        ByteBuffer bytes = HashPage.write(entries, byPage, starts[page], starts[page + 1]);
        stream.write(
                bytes,
                new SpillStream.Writing() {
                    @Override
                    public void written(long place) {
                        places[page] = place;
                        wentOn();
                    }

                    @Override
                    public void refused() {
                        refused = true;
                        wentOn();
                    }
                });
    }

    private void wentOn() {
        written++;
        if (!refused && begun < places.length) {
            writePage();
        } else if (written == begun) {
            if (refused) {
                then.accept(null);
            } else {
                writeFilter();
            }
        }
    }

    private void writeFilter() {
        stream.write(
                filter.write(),
                new SpillStream.Writing() {
                    @Override
                    public void written(long place) {
                        then.accept(DedupRun.of(entries, seed, places, place, filter));
                    }

                    @Override
                    public void refused() {
                        then.accept(null);
                    }
                });
    }
}
