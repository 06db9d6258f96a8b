package dev.forebay.log.embedded;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamName;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A stream as the store's callers hold it. */
final class EmbeddedStream implements LogStream {
    /** The id of a stream that has nothing in the log yet. */
    static final long NO_ID = 0;

    /** How many frames carry a stream's name. */
    static final int NAMES = 2;

    private final StreamName name;
    private final StorageQueue queue;
    private final SegmentStore segments;
    private final AtomicLong sizeBytes = new AtomicLong();
    private volatile long startOffset;
    private volatile long endOffset;
    private volatile long staleBytes;
    private volatile boolean stored;

    /** Committer: given with the first append. */
    long id = NO_ID;

    /**
     * Committer: frames that still have to carry the name. Two do, so that damage to one of them
     * costs no other batch.
     */
    int namesDue = NAMES;

    /** Committer: a deletion of this stream was taken. */
    boolean deleted;

    private long nextOffset;

    EmbeddedStream(StreamName name, StorageQueue queue, SegmentStore segments) {
        this.name = name;
        this.queue = queue;
        this.segments = segments;
    }

    /** Sets what recovery found, before anyone else sees the stream. */
    void restore(long streamId, long start, long end, long bytes) {
        id = streamId;
        namesDue = 0;
        nextOffset = end;
        startOffset = start;
        endOffset = end;
        sizeBytes.set(bytes);
        stored = true;
    }

    /** Committer: the base offset of a batch that takes this many. */
    long takeOffsets(int count) {
        long base = nextOffset;
        nextOffset = base + count;
        return base;
    }

    /** Committer: what was placed and not committed never will be. */
    void giveBackOffsets() {
        nextOffset = endOffset;
    }

    /** Committer: everything placed is durable now. */
    void committed(int bytes) {
        sizeBytes.getAndAdd(bytes);
        endOffset = nextOffset;
        if (!stored) {
            stored = true;
        }
    }

    /** Storage: leading segments are gone. */
    void dropped(long newStart, long bytes) {
        startOffset = newStart;
        sizeBytes.getAndAdd(-bytes);
    }

    /** Storage: what may be compacted. */
    void stale(long bytes) {
        staleBytes = bytes;
    }

    boolean isStored() {
        return stored;
    }

    /** Whether it belongs to the store that has this queue. */
    boolean isOf(StorageQueue storeQueue) {
        return queue == storeQueue;
    }

    @Override
    public StreamName name() {
        return name;
    }

    @Override
    public boolean isVolatile() {
        return false;
    }

    @Override
    public long startOffset() {
        return startOffset;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes.get();
    }

    @Override
    public void read(long fromOffset, int maxBytes, ReadCompletion completion) {
        queue.submit(new StorageRequest.Read(this, fromOffset, maxBytes, completion));
    }

    @Override
    public long offsetAt(long timestamp) {
        return segments.offsetAt(this, timestamp);
    }

    @Override
    public void retain(long neededFrom, RetentionRule rule) {
        queue.submit(new StorageRequest.Retain(this, neededFrom, rule));
    }

    @Override
    public long staleBytes() {
        return staleBytes;
    }

    @Override
    public void compact(LiveOffsets live, RetentionRule rule, LongConsumer done) {
        queue.submit(new StorageRequest.Compact(this, live, rule, done));
    }

    @Override
    public String toString() {
        return name.value();
    }
}
