package dev.forebay.engine.struct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which messages have their {@link AttemptEntry} on disk, in which page, and how many attempts they
 * had: for each block of 65,536 offsets bitmaps of those that share a page and a count. About two
 * bytes a message where they are scattered, and next to nothing where they are not.
 */
public final class SpilledAttempts {
    public static final long NONE = -1;
    private static final int BITS = 16;
    private static final int MASK = (1 << BITS) - 1;

    private final Long2ObjectHashMap<List<Run>> blocks = new Long2ObjectHashMap<>();
    private final TreeMap<Long, Page> pages = new TreeMap<>();

    /** What is needed of a page. */
    private static final class Page {
        private final long place;
        private final int bytes;
        private int entries;
        private int left;

        Page(long place, int bytes) {
            this.place = place;
            this.bytes = bytes;
        }
    }

    /** Messages of one block that are in one page and had as many attempts. */
    private record Run(Page page, int count, RoaringBitmap left) {}

    public boolean isEmpty() {
        return pages.isEmpty();
    }

    public boolean contains(long offset) {
        return find(offset) != null;
    }

    /** Attempts of the message, or {@link Attempts#NONE} when it is not here or has none. */
    public int count(long offset) {
        Run run = find(offset);
        return run == null ? Attempts.NONE : run.count;
    }

    /** The page that holds the message's entry, or {@link #NONE}. */
    public long place(long offset) {
        Run run = find(offset);
        return run == null ? NONE : run.page.place;
    }

    /** The entry of a message is in the page of this size at this place. */
    public void add(long offset, int count, long place, int bytes) {
        Page page = pages.computeIfAbsent(place, at -> new Page(at, bytes));
        page.entries++;
        page.left++;
        run(offset >>> BITS, page, count).left.add((int) offset & MASK);
    }

    public void remove(long offset) {
        if (pages.isEmpty()) {
            return;
        }
        Run run = find(offset);
        if (run != null) {
            run.left.remove((int) offset & MASK);
            left(run.page, 1);
            dropEmpty(offset >>> BITS);
        }
    }

    public void removeBelow(long bound) {
        if (pages.isEmpty()) {
            return;
        }
        for (long block : blocks.keySet().stream().mapToLong(Long::longValue).toArray()) {
            if (block <= bound >>> BITS) {
                removeBelow(block, Math.min(bound - (block << BITS), MASK + 1));
            }
        }
    }

    private void removeBelow(long block, long bound) {
        for (Run run : runs(block)) {
            int before = run.left.getCardinality();
            run.left.remove(0L, bound);
            left(run.page, before - run.left.getCardinality());
        }
        dropEmpty(block);
    }

    /** The oldest page of which something is needed, or {@link #NONE}. */
    public long firstPlace() {
        return pages.isEmpty() ? NONE : pages.firstKey();
    }

    /** About how many bytes of pages are needed. */
    public long bytes() {
        long total = 0;
        for (Page page : pages.values()) {
            total += (long) page.bytes * page.left / page.entries;
        }
        return total;
    }

    public void write(ByteSink sink) {
        sink.putVarint(pages.size());
        for (Page page : pages.values()) {
            sink.putVarint(page.place);
            sink.putVarint(page.bytes);
            sink.putVarint(page.entries);
        }
        sink.putVarint(blocks.size());
        blocks.forEachLong((block, runs) -> {
            sink.putVarint(block);
            sink.putVarint(runs.size());
            runs.forEach(run -> write(run, sink));
        });
    }

    private static void write(Run run, ByteSink sink) {
        run.left.runOptimize();
        ByteBuffer bits = ByteBuffer.allocate(run.left.serializedSizeInBytes());
        run.left.serialize(bits);
        sink.putVarint(run.page.place);
        sink.putVarint(run.count + 1);
        sink.putBytes(bits.flip());
    }

    public void read(ByteSource source) {
        for (int left = source.getInt(); left > 0; left--) {
            Page page = new Page(source.getVarint(), source.getInt());
            page.entries = source.getInt();
            pages.put(page.place, page);
        }
        for (int left = source.getInt(); left > 0; left--) {
            long block = source.getVarint();
            for (int runs = source.getInt(); runs > 0; runs--) {
                readRun(block, source);
            }
        }
    }

    private void readRun(long block, ByteSource source) {
        Page page = pages.get(source.getVarint());
        if (page == null) {
            throw new IllegalStateException("attempts spilled to a page that is not listed");
        }
        int count = source.getInt() - 1;
        RoaringBitmap bits = new RoaringBitmap();
        try {
            bits.deserialize(ByteBuffer.wrap(source.getBytes()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        page.left += bits.getCardinality();
        runs(block).add(new Run(page, count, bits));
    }

    private List<Run> runs(long block) {
        return blocks.computeIfAbsent(block, unused -> new ArrayList<>(1));
    }

    private Run run(long block, Page page, int count) {
        List<Run> runs = runs(block);
        for (int i = runs.size() - 1; i >= 0; i--) {
            if (runs.get(i).page == page && runs.get(i).count == count) {
                return runs.get(i);
            }
        }
        Run added = new Run(page, count, new RoaringBitmap());
        runs.add(added);
        return added;
    }

    private @Nullable Run find(long offset) {
        List<Run> runs = blocks.isEmpty() ? null : blocks.get(offset >>> BITS);
        if (runs == null) {
            return null;
        }
        int low = (int) offset & MASK;
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).left.contains(low)) {
                return runs.get(i);
            }
        }
        return null;
    }

    private void left(Page page, int fewer) {
        page.left -= fewer;
        if (page.left == 0) {
            pages.remove(page.place);
        }
    }

    private void dropEmpty(long block) {
        List<Run> runs = runs(block);
        runs.removeIf(run -> run.left.isEmpty());
        if (runs.isEmpty()) {
            blocks.remove(block);
        }
    }
}
