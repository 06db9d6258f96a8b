package dev.forebay.engine.struct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** A million offsets of an {@link OffsetSet}: an open bitmap, or its deflated bytes. */
final class OffsetBlock {
    private static final int BITS = 20;
    private static final int LARGE_BYTES = 2048;
    private static final int MASK = (1 << BITS) - 1;

    final long base;
    boolean touched;
    private @Nullable RoaringBitmap bits = new RoaringBitmap();
    private byte[] closed = {};
    private int closedSize;
    private long closedCardinality;

    OffsetBlock(long base) {
        this.base = base;
    }

    static long base(long offset) {
        return offset & ~(long) MASK;
    }

    static long end(long offset) {
        return base(offset) + MASK + 1;
    }

    boolean isOpen() {
        return bits != null;
    }

    void add(long offset) {
        bits().add((int) (offset - base));
    }

    void addRange(long from, long to) {
        bits().add(from - base, to - base);
    }

    void addAll(OffsetBlock other) {
        bits().or(other.bits());
    }

    void removeAll(OffsetBlock other) {
        bits().andNot(other.bits());
    }

    boolean remove(long offset) {
        return bits().checkedRemove((int) (offset - base));
    }

    void removeBelow(long offset) {
        bits().remove(0L, offset - base);
    }

    boolean contains(long offset) {
        return bits().contains((int) (offset - base));
    }

    long first() {
        return base + bits().first();
    }

    long next(long from) {
        long next = bits().nextValue((int) (from - base));
        return next < 0 ? OffsetSet.NONE : base + next;
    }

    long previous(long from) {
        long previous = bits().previousValue((int) (from - base));
        return previous < 0 ? OffsetSet.NONE : base + previous;
    }

    long nextAbsent(long from) {
        return base + bits().nextAbsentValue((int) (from - base));
    }

    boolean isEmpty() {
        return bits != null && bits.isEmpty();
    }

    long cardinality() {
        return bits == null ? closedCardinality : bits.getLongCardinality();
    }

    /** True when it was closed. */
    boolean open() {
        if (bits != null) {
            return false;
        }
        bits = inflated();
        closed = new byte[0];
        return true;
    }

    /** Whether closing it is worth the while. */
    boolean isLarge() {
        return bits().getLongSizeInBytes() >= LARGE_BYTES;
    }

    void close() {
        RoaringBitmap open = bits();
        open.runOptimize();
        closedCardinality = open.getLongCardinality();
        closedSize = open.serializedSizeInBytes();
        ByteBuffer raw = ByteBuffer.allocate(closedSize);
        open.serialize(raw);
        closed = deflated(raw.array());
        bits = null;
    }

    void write(ByteSink sink) {
        boolean wasOpen = isOpen();
        RoaringBitmap open = bits;
        if (wasOpen) {
            close();
        }
        sink.putVarint(base);
        sink.putVarint(closedCardinality);
        sink.putVarint(closedSize);
        sink.putBytes(closed);
        if (wasOpen) {
            bits = open;
            closed = new byte[0];
        }
    }

    static OffsetBlock read(ByteSource source) {
        OffsetBlock block = new OffsetBlock(source.getVarint());
        block.bits = null;
        block.closedCardinality = source.getVarint();
        block.closedSize = source.getInt();
        block.closed = source.getBytes();
        return block;
    }

    void copyTo(List<Long> offsets) {
        RoaringBitmap open = bits == null ? inflated() : bits;
        open.forEach((int low) -> offsets.add(base + low));
    }

    private RoaringBitmap bits() {
        RoaringBitmap open = bits;
        if (open == null) {
            throw new IllegalStateException("a closed block was used");
        }
        return open;
    }

    private static byte[] deflated(byte[] raw) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(raw);
            deflater.finish();
            byte[] packed = new byte[raw.length + raw.length / 100 + 64];
            return Arrays.copyOf(packed, deflater.deflate(packed));
        } finally {
            deflater.end();
        }
    }

    private RoaringBitmap inflated() {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(closed);
            byte[] raw = new byte[closedSize];
            inflater.inflate(raw);
            RoaringBitmap open = new RoaringBitmap();
            open.deserialize(ByteBuffer.wrap(raw));
            return open;
        } catch (DataFormatException broken) {
            throw new IllegalStateException("offset block", broken);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            inflater.end();
        }
    }
}
