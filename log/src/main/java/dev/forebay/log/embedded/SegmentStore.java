package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything about segments in one place: applies what the committer hands on, answers reads and
 * retention. Used by the storage task and, under {@link #lock}, by callers who look up a time.
 */
final class SegmentStore {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentStore.class);

    final ReentrantLock lock = new ReentrantLock();
    final OpenFiles files;
    final SlabPool pool;
    final SegmentWriter writer;
    final IndexFiles indexes;
    final StreamLogs logs;
    final DamageFinder finder;
    final Compactor compactor;
    final CheckpointDemands demands = new CheckpointDemands();
    private final SegmentReader reader;
    private final StorageQueue queue;
    private final LogSettings settings;

    SegmentStore(
            Disk disk,
            LogSettings settings,
            StorageQueue queue,
            Registry registry,
            DamageList damages,
            LogListener listener,
            LongSupplier nanoTime,
            SlabPool pool) {
        this.queue = queue;
        this.settings = settings;
        this.pool = pool;
        files = new OpenFiles(disk, settings.openFiles());
        writer = new SegmentWriter(settings, files, pool);
        SegmentScanner scanner = new SegmentScanner(files);
        indexes = new IndexFiles(disk, scanner);
        finder = new DamageFinder(files);
        logs = new StreamLogs(writer, (id, name) -> holder(registry, id, name));
        reader = new SegmentReader(files, scanner, indexes, finder, damages);
        compactor = new Compactor(disk, this, settings, listener, nanoTime);
    }

    /** In recovery the log alone knows the stream, later the committer announced it. */
    private EmbeddedStream holder(Registry registry, long id, StreamName name) {
        EmbeddedStream announced = registry.takeAnnounced(id);
        if (announced != null) {
            return announced;
        }
        EmbeddedStream recovered = new EmbeddedStream(name, queue, this);
        recovered.id = id;
        return recovered;
    }

    /** Brings everything forward to the last durable frame. */
    void catchUp() {
        Handoff handoff = queue.pollHandoff();
        while (handoff != null) {
            logs.apply(handoff);
            handoff = queue.pollHandoff();
        }
    }

    void serve(StorageRequest request) throws SyncFailedException {
        // What was durable when the request was made must be seen by it.
        catchUp();
        switch (request) {
            case StorageRequest.Read read -> read(read);
            case StorageRequest.Retain retain -> retain(retain);
            case StorageRequest.Compact compact -> compact(compact);
            case StorageRequest.Checkpoint checkpoint -> demands.add(checkpoint.completion());
        }
    }

    private void read(StorageRequest.Read read) {
        StreamLog log = logs.find(read.stream());
        try {
            if (log == null) {
                read.completion().completed(ByteBuffer.allocate(0));
                return;
            }
            switch (find(log, read)) {
                case SegmentReader.Result.Batches batches ->
                        read.completion().completed(batches.bytes());
                case SegmentReader.Result.Damaged damaged ->
                        read.completion().failed(new LogFailure.Damaged(damaged.damage()));
            }
        } catch (NoMemoryException e) {
            LOG.warn(
                    "There is no memory for a read of {} from {}",
                    read.stream(),
                    read.fromOffset(),
                    e);
            read.completion().failed(e.failure());
        } catch (RuntimeException e) {
            LOG.error("A read of {} from {} broke off", read.stream(), read.fromOffset(), e);
        }
    }

    private SegmentReader.Result find(StreamLog log, StorageRequest.Read read)
            throws NoMemoryException {
        try {
            return reader.read(log, read.fromOffset(), read.maxBytes());
        } catch (OutOfMemoryError e) {
            throw new NoMemoryException(read.maxBytes(), e);
        }
    }

    private void retain(StorageRequest.Retain retain) throws SyncFailedException {
        StreamLog log = logs.find(retain.stream());
        if (log == null) {
            return;
        }
        flushIfLarge(log);
        log.neededFrom = retain.neededFrom();
        log.claim = retain.rule().claim();
        long bytes = log.allBytes();
        while (log.isFirstUnneeded()) {
            bytes -= log.segments.getFirst().bytes;
            if (!StaleSegments.isPast(log.segments.getFirst(), bytes, retain.rule())) {
                break;
            }
            dropFirst(log);
        }
        log.stream.stale(compactor.staleBytes(log, retain.rule()));
    }

    private void compact(StorageRequest.Compact compact) {
        if (logs.find(compact.stream()) == null) {
            compact.done().accept(0);
        } else {
            compactor.offer(compact);
        }
    }

    /** Puts what compaction left in place of some segments. */
    void replace(StreamLog log, List<Segment> olds, @Nullable Segment kept) {
        olds.forEach(reader::forget);
        logs.replace(log, olds, kept);
    }

    /** Damage becomes known. */
    void found(StreamLog log, Damage damage) {
        reader.found(log, damage);
    }

    /** Drops the oldest segment of a stream. */
    void dropFirst(StreamLog log) {
        reader.forget(log.segments.getFirst());
        logs.dropFirst(log);
    }

    /** Only segments can be dropped: what would fill one by now has to be in one. */
    private void flushIfLarge(StreamLog log) throws SyncFailedException {
        if (log.tail.bytes() < settings.segmentBytes()) {
            return;
        }
        try {
            writer.flush(log);
        } catch (SyncFailedException e) {
            throw e;
        } catch (IOException e) {
            // On a full disk above all: older segments have to go, which makes room.
            LOG.warn("Moving {} to segments failed; it stays in memory", log.name(), e);
        }
    }

    /** From any thread. */
    long offsetAt(EmbeddedStream stream, long timestamp) {
        lock.lock();
        try {
            catchUp();
            StreamLog log = logs.find(stream);
            return log == null ? stream.endOffset() : reader.offsetAt(log, timestamp);
        } catch (IOException e) {
            LOG.warn("Looking up a time in {} failed; answering its end", stream, e);
            return stream.endOffset();
        } finally {
            lock.unlock();
        }
    }
}
