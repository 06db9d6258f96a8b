package dev.forebay.testkit.log;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A stream of a {@link MemoryLogStore}; guarded by the store's lock. */
final class MemoryLogStream implements LogStream {
    private static final int ALL = 100;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final StreamName name;
    private final MemoryLogOptions options;
    private final MemoryLogStore store;
    private final Object lock;
    private final List<MemorySegment> segments = new ArrayList<>();
    private long startOffset;
    private long endOffset;
    private long bytes;
    private long staleBytes;
    private boolean held;

    private final Kind kind;

    /** Whether a crash leaves something of it. */
    enum Kind {
        DURABLE,
        VOLATILE
    }

    MemoryLogStream(StreamName name, Kind kind, MemoryLogOptions options, MemoryLogStore store) {
        this.name = name;
        this.kind = kind;
        this.options = options;
        this.store = store;
        this.lock = store.lock();
    }

    boolean exists() {
        return held;
    }

    /** Called with the lock held; copies the batch and returns its base offset. */
    long add(ByteBuffer source) {
        long baseOffset = endOffset + options.gap().getAsInt();
        ByteBuffer batch = ByteBuffer.allocate(source.remaining());
        batch.put(0, source, source.position(), source.remaining());
        RecordBatch.setBaseOffset(batch, 0, baseOffset);
        if (segments.isEmpty() || segments.getLast().bytes >= segmentBytes()) {
            segments.add(new MemorySegment(baseOffset));
            startOffset = segments.getFirst().baseOffset;
        }
        segments.getLast().add(batch);
        bytes += batch.limit();
        endOffset = RecordBatch.lastOffset(batch, 0) + 1;
        held = true;
        return baseOffset;
    }

    /** A volatile stream lets go of each batch for itself. */
    private int segmentBytes() {
        return isVolatile() ? 0 : options.segmentBytes();
    }

    /** Called with the lock held. */
    void clear() {
        segments.clear();
        startOffset = 0;
        endOffset = 0;
        bytes = 0;
        held = false;
    }

    /** Called with the lock held; batches never change, so they are shared. */
    MemoryLogStream copyFor(MemoryLogStore newStore) {
        MemoryLogStream copy = new MemoryLogStream(name, kind, options, newStore);
        for (MemorySegment segment : segments) {
            MemorySegment same = new MemorySegment(segment.baseOffset);
            segment.batches.forEach(same::add);
            copy.segments.add(same);
        }
        copy.startOffset = startOffset;
        copy.endOffset = endOffset;
        copy.bytes = bytes;
        copy.held = held;
        return copy;
    }

    @Override
    public StreamName name() {
        return name;
    }

    @Override
    public boolean isVolatile() {
        return kind == Kind.VOLATILE;
    }

    @Override
    public long startOffset() {
        synchronized (lock) {
            return startOffset;
        }
    }

    @Override
    public long endOffset() {
        synchronized (lock) {
            return endOffset;
        }
    }

    @Override
    public long sizeBytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    @Override
    public void read(long fromOffset, int maxBytes, ReadCompletion completion) {
        store.executeRead(name(), completion, () -> readNow(fromOffset, maxBytes));
    }

    private ByteBuffer readNow(long fromOffset, int maxBytes) {
        List<ByteBuffer> found = new ArrayList<>();
        long size = 0;
        synchronized (lock) {
            for (int s = firstSegment(fromOffset); s < segments.size(); s++) {
                List<ByteBuffer> batches = segments.get(s).batches;
                for (int b = segments.get(s).indexOf(fromOffset); b < batches.size(); b++) {
                    ByteBuffer batch = batches.get(b);
                    if (!found.isEmpty() && size + batch.limit() > maxBytes) {
                        return joined(found, size);
                    }
                    found.add(batch);
                    size += batch.limit();
                }
            }
        }
        return joined(found, size);
    }

    private int firstSegment(long fromOffset) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).lastOffset() < fromOffset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static ByteBuffer joined(List<ByteBuffer> batches, long size) {
        if (batches.isEmpty()) {
            return NOTHING;
        }
        ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(size));
        for (ByteBuffer batch : batches) {
            joined.put(batch.duplicate());
        }
        return joined.flip();
    }

    @Override
    public long offsetAt(long timestamp) {
        synchronized (lock) {
            for (MemorySegment segment : segments) {
                for (ByteBuffer batch : segment.batches) {
                    if (RecordBatch.maxTimestamp(batch, 0) >= timestamp) {
                        return RecordBatch.baseOffset(batch, 0);
                    }
                }
            }
            return endOffset;
        }
    }

    @Override
    public void retain(long neededFrom, RetentionRule rule) {
        synchronized (lock) {
            int dropped = 0;
            while (dropped < segments.size() && mayGo(segments.get(dropped), neededFrom, rule)) {
                bytes -= segments.get(dropped++).bytes;
            }
            segments.subList(0, dropped).clear();
            startOffset = segments.isEmpty() ? endOffset : segments.getFirst().baseOffset;
            staleBytes = 0;
            stale(rule).forEach(segment -> staleBytes += segment.bytes);
        }
    }

    private boolean mayGo(MemorySegment segment, long neededFrom, RetentionRule rule) {
        return segment.lastOffset() < neededFrom && isPast(segment, bytes, rule);
    }

    private boolean isPast(MemorySegment segment, long bytesFromIt, RetentionRule rule) {
        return isVolatile()
                || rule.now() - segment.maxTimestamp > rule.maxAgeMillis()
                || bytesFromIt > rule.maxBytes();
    }

    /** Those past their retention, apart from the last one. */
    private List<MemorySegment> stale(RetentionRule rule) {
        List<MemorySegment> stale = new ArrayList<>();
        long left = bytes;
        for (int i = 0; i < segments.size() - 1; i++) {
            MemorySegment segment = segments.get(i);
            if (isPast(segment, left, rule)) {
                stale.add(segment);
            }
            left -= segment.bytes;
        }
        return stale;
    }

    @Override
    public long staleBytes() {
        synchronized (lock) {
            return isVolatile() ? bytes : staleBytes;
        }
    }

    @Override
    public void compact(LiveOffsets live, RetentionRule rule, LongConsumer done) {
        store.executeStep(() -> {
            done.accept(compactNow(live, rule));
        });
    }

    private long compactNow(LiveOffsets live, RetentionRule rule) {
        synchronized (lock) {
            long before = bytes;
            for (MemorySegment segment : stale(rule)) {
                MemorySegment left = segment.onlyLive(live);
                if (left.bytes * ALL < segment.bytes * options.compactBelowPercent()) {
                    bytes -= segment.bytes - left.bytes;
                    segments.set(segments.indexOf(segment), left);
                }
            }
            segments.removeIf(segment -> segment.batches.isEmpty());
            startOffset = segments.isEmpty() ? endOffset : segments.getFirst().baseOffset;
            return before - bytes;
        }
    }
}
