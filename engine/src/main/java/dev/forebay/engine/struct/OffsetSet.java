package dev.forebay.engine.struct;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A set of offsets of one partition, compressed: blocks of a million offsets, each a Roaring bitmap
 * relative to its base. Of a large set only the blocks touched last stay open; the others are
 * deflated, since backlogs are as a rule settled in patterns (all, none, every n-th).
 */
public final class OffsetSet {
    public static final long NONE = -1;
    private static final int OPEN_BLOCKS = 16;

    private final List<OffsetBlock> blocks = new ArrayList<>(1);
    private int open;
    private int hand;
    private int recent;

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    public void add(long offset) {
        block(offset).add(offset);
    }

    /** Adds from (inclusive) to (exclusive). */
    public void addRange(long from, long to) {
        long at = from;
        while (at < to) {
            long end = Math.min(to, OffsetBlock.end(at));
            block(at).addRange(at, end);
            at = end;
        }
    }

    /** Adds all that are in the other. */
    public void addAll(OffsetSet other) {
        for (int index = 0; index < other.blocks.size(); index++) {
            OffsetBlock from = other.touch(index);
            block(from.base).addAll(from);
        }
    }

    /** Takes out all that are in the other. */
    public void removeAll(OffsetSet other) {
        for (int index = 0; index < other.blocks.size(); index++) {
            OffsetBlock from = other.touch(index);
            int mine = find(from.base);
            if (mine >= 0) {
                OffsetBlock block = touch(mine);
                block.removeAll(from);
                if (block.isEmpty()) {
                    drop(mine);
                }
            }
        }
    }

    /** True when it was in. */
    public boolean remove(long offset) {
        int index = find(offset);
        if (index < 0) {
            return false;
        }
        OffsetBlock block = touch(index);
        boolean removed = block.remove(offset);
        if (block.isEmpty()) {
            drop(index);
        }
        return removed;
    }

    public boolean contains(long offset) {
        int index = find(offset);
        return index >= 0 && touch(index).contains(offset);
    }

    /** The least offset, or {@link #NONE}. */
    public long first() {
        return blocks.isEmpty() ? NONE : touch(0).first();
    }

    /** The least offset from {@code from} on that is in, or {@link #NONE}. */
    public long next(long from) {
        int found = find(from);
        for (int index = found < 0 ? -found - 1 : found; index < blocks.size(); index++) {
            OffsetBlock block = touch(index);
            long next = block.next(Math.max(from, block.base));
            if (next != NONE) {
                return next;
            }
        }
        return NONE;
    }

    /** The greatest offset up to {@code from} that is in, or {@link #NONE}. */
    public long previous(long from) {
        int found = find(from);
        for (int index = found < 0 ? -found - 2 : found; index >= 0; index--) {
            OffsetBlock block = touch(index);
            long previous = block.previous(Math.min(from, OffsetBlock.end(block.base) - 1));
            if (previous != NONE) {
                return previous;
            }
        }
        return NONE;
    }

    /** The least offset from {@code from} on that is not in. */
    public long nextAbsent(long from) {
        long at = from;
        for (int index = find(at); index >= 0; index = find(at)) {
            long absent = touch(index).nextAbsent(at);
            if (absent < OffsetBlock.end(at)) {
                return absent;
            }
            at = absent;
        }
        return at;
    }

    /** Takes out everything below {@code offset}. */
    public void removeBelow(long offset) {
        while (!blocks.isEmpty() && OffsetBlock.end(blocks.get(0).base) <= offset) {
            drop(0);
        }
        if (!blocks.isEmpty() && blocks.get(0).base < offset) {
            OffsetBlock block = touch(0);
            block.removeBelow(offset);
            if (block.isEmpty()) {
                drop(0);
            }
        }
    }

    public long cardinality() {
        long total = 0;
        for (OffsetBlock block : blocks) {
            total += block.cardinality();
        }
        return total;
    }

    /** Deflates what was not touched since the last call. */
    public void closeIdle() {
        for (OffsetBlock block : blocks) {
            if (block.isOpen() && !block.touched && block.isLarge()) {
                block.close();
                open--;
            }
            block.touched = false;
        }
    }

    public void clear() {
        blocks.clear();
        open = 0;
    }

    public void write(ByteSink sink) {
        sink.putVarint(blocks.size());
        for (OffsetBlock block : blocks) {
            block.write(sink);
        }
    }

    public void read(ByteSource source) {
        clear();
        for (int left = source.getInt(); left > 0; left--) {
            blocks.add(OffsetBlock.read(source));
        }
    }

    private OffsetBlock block(long offset) {
        int index = find(offset);
        if (index < 0) {
            index = -index - 1;
            blocks.add(index, new OffsetBlock(OffsetBlock.base(offset)));
            opened(index);
        }
        return touch(index);
    }

    private int find(long offset) {
        long base = OffsetBlock.base(offset);
        if (recent < blocks.size() && blocks.get(recent).base == base) {
            return recent;
        }
        int low = 0;
        int high = blocks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = blocks.get(middle).base;
            if (found == base) {
                recent = middle;
                return middle;
            }
            if (found < base) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private OffsetBlock touch(int index) {
        OffsetBlock block = blocks.get(index);
        if (block.open()) {
            opened(index);
        }
        block.touched = true;
        return block;
    }

    /** Second chance: the hand passes over blocks touched since it came by, and closes the next. */
    private void opened(int kept) {
        open++;
        while (open > OPEN_BLOCKS) {
            hand = (hand + 1) % blocks.size();
            OffsetBlock block = blocks.get(hand);
            if (hand == kept || !block.isOpen()) {
                continue;
            }
            if (block.touched) {
                block.touched = false;
            } else {
                block.close();
                open--;
            }
        }
    }

    private void drop(int index) {
        if (blocks.remove(index).isOpen()) {
            open--;
        }
    }

    /** For tests: the offsets in order. */
    public List<Long> toList() {
        List<Long> offsets = new ArrayList<>();
        for (OffsetBlock block : blocks) {
            block.copyTo(offsets);
        }
        return Collections.unmodifiableList(offsets);
    }
}
