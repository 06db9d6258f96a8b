package dev.forebay.log.embedded;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.Disk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volatile streams of a store. Whoever appends copies into memory himself; a task of its own,
 * which never syncs, spills and reads. One lock guards everything, and nobody holds it while the
 * disk is waited for. Safe for any thread.
 */
final class VolatileStore {
    private static final Logger LOG = LoggerFactory.getLogger(VolatileStore.class);

    private final Map<StreamName, VolatileStream> streams = new HashMap<>();
    private final VolatileMemory memory;
    private final ArrayDeque<VolatileAppend> waiting = new ArrayDeque<>();
    private final ArrayDeque<VolatileRead> reads = new ArrayDeque<>();
    private final List<SpillFile> unwanted = new ArrayList<>();
    private final Consumer<VolatileAppend> committer;
    private final Disk disk;
    private final SpillTask task;
    private final TaskRunner runner;
    private TaskRunner.@Nullable Handle handle;
    private boolean outOfRoom;
    private boolean closed;

    /**
     * @param committer commits the durable part of an append, behind all given to it before, and
     *     tells the append
     */
    VolatileStore(
            Disk disk,
            LogSettings settings,
            LogEnvironment environment,
            StoreStatus status,
            DamageList damages,
            Consumer<VolatileAppend> committer) {
        this.disk = disk;
        this.committer = committer;
        this.runner = environment.runner();
        this.memory =
                new VolatileMemory(
                        new SlabPool(
                                settings.volatileSlabBytes(),
                                settings.volatileBytes(),
                                environment.memory()));
        this.task =
                new SpillTask(
                        this, new SpillFiles(disk), status, damages, settings.spaceCheckNanos());
    }

    /** Its task begins with the first stream: most servers have none. */
    synchronized VolatileStream stream(StreamName name) {
        if (handle == null && !closed) {
            handle = runner.start("volatile", task);
        }
        return streams.computeIfAbsent(name, wanted -> new VolatileStream(wanted, this));
    }

    synchronized @Nullable VolatileStream find(StreamName name) {
        return streams.get(name);
    }

    /** Those that hold or held data. */
    synchronized Collection<VolatileStream> stored() {
        return streams.values().stream().filter(stream -> stream.endOffset() > 0).toList();
    }

    /** Forgets the stream of this name; false when there is none. */
    boolean delete(StreamName name) {
        synchronized (this) {
            VolatileStream stream = streams.remove(name);
            if (stream == null) {
                return false;
            }
            stream.delete(this::dropped, memory::release);
            admitWaiting();
        }
        wake();
        return true;
    }

    // --- appends

    void append(VolatileAppend append) {
        boolean goesToDisk;
        synchronized (this) {
            goesToDisk = !append.durable().isEmpty() || isBehindAnother(append);
            if (goesToDisk) {
                append.placements().forEach(each -> each.stream().pending++);
            } else {
                takeOrWait(append);
            }
        }
        if (goesToDisk) {
            committer.accept(append);
        } else {
            wake();
        }
    }

    private static boolean isBehindAnother(VolatileAppend append) {
        List<VolatileAppend.Placement> placements = append.placements();
        for (int i = 0; i < placements.size(); i++) {
            if (placements.get(i).stream().pending > 0) {
                return true;
            }
        }
        return false;
    }

    /** The durable part is on disk. */
    void committed(VolatileAppend append) {
        synchronized (this) {
            append.placements().forEach(each -> each.stream().pending--);
            takeOrWait(append);
        }
        wake();
    }

    synchronized void notCommitted(VolatileAppend append) {
        append.placements().forEach(each -> each.stream().pending--);
    }

    private void takeOrWait(VolatileAppend append) {
        if (closed) {
            append.refuse(new LogFailure.Closed());
        } else if (waiting.isEmpty() && !waitsForRoom(append)) {
            return;
        } else if (!outOfRoom) {
            waiting.add(append);
        } else if (append.isCommitted()) {
            take(append);
        } else {
            append.refuse(new LogFailure.DiskFull());
        }
    }

    /** Takes it, or refuses it where there is no memory for it; true when it has to wait. */
    private boolean waitsForRoom(VolatileAppend append) {
        try {
            if (!memory.hasRoom(append.firstBytes())) {
                return true;
            }
        } catch (NoMemoryException e) {
            if (!append.isCommitted()) {
                append.refuse(e.failure());
                return false;
            }
        }
        take(append);
        return false;
    }

    /** Answers while the lock is held, so that answers come in the order of the offsets. */
    private void take(VolatileAppend append) {
        List<VolatileAppend.Placement> placements = append.placements();
        for (int i = 0; i < placements.size(); i++) {
            VolatileAppend.Placement placement = placements.get(i);
            VolatileStream stream = placement.stream();
            append.placed(
                    placement,
                    stream.isDeleted()
                            ? stream.endOffset()
                            : memory.place(stream, placement.batch()));
        }
        append.done();
    }

    private void admitWaiting() {
        while (!waiting.isEmpty()) {
            VolatileAppend first = waiting.removeFirst();
            if (waitsForRoom(first)) {
                waiting.addFirst(first);
                return;
            }
        }
    }

    // --- for the streams

    void read(VolatileRead read) {
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                reads.add(read);
            }
        }
        if (late) {
            read.completion().failed(new LogFailure.Closed());
        } else {
            wake();
        }
    }

    void retain(VolatileStream stream, long neededFrom) {
        synchronized (this) {
            stream.dropBelow(neededFrom, this::dropped, memory::release);
            admitWaiting();
        }
        wake();
    }

    /** Returns the bytes given back. */
    long compact(VolatileStream stream, LiveOffsets live) {
        long given;
        synchronized (this) {
            long before = stream.sizeBytes();
            stream.keepOnly(live, this::dropped, memory::release);
            given = before - stream.sizeBytes();
            admitWaiting();
        }
        wake();
        return given;
    }

    synchronized long offsetAt(VolatileStream stream, long timestamp) {
        return stream.firstAt(timestamp);
    }

    private void dropped(SpilledStretch stretch) {
        if (--stretch.file().stretches == 0) {
            unwanted.add(stretch.file());
        }
    }

    private void wake() {
        TaskRunner.Handle driving;
        synchronized (this) {
            driving = hasWork() ? handle : null;
        }
        if (driving != null) {
            driving.wake();
        }
    }

    // --- for the task

    synchronized boolean hasWork() {
        return !reads.isEmpty() || !unwanted.isEmpty() || (memory.wantsSpill() && !outOfRoom);
    }

    synchronized @Nullable VolatileRead nextRead() {
        return reads.pollFirst();
    }

    synchronized List<SpillFile> takeUnwanted() {
        List<SpillFile> taken = List.copyOf(unwanted);
        unwanted.clear();
        return taken;
    }

    /** What is wanted of the oldest slab; empty when memory suffices. */
    synchronized List<SpillPart> beginSpill() {
        return memory.wantsSpill() ? memory.beginSpill() : List.of();
    }

    /** All is in the file: memory becomes free. */
    synchronized void spilled(SpillFile file, List<SpillPart> parts) {
        outOfRoom = false;
        memory.endSpill(parts);
        if (file.stretches == 0) {
            unwanted.add(file);
        }
        admitWaiting();
    }

    /** There is no room on disk: what waits is refused, but for what is half durable already. */
    synchronized void notSpilled(List<SpillPart> parts, LogFailure why) {
        if (!outOfRoom) {
            LOG.warn("Volatile messages cannot be spilled to disk ({}); sends may be refused", why);
        }
        outOfRoom = true;
        memory.endSpill(parts);
        for (VolatileAppend each = waiting.pollFirst(); each != null; each = waiting.pollFirst()) {
            if (each.isCommitted()) {
                take(each);
            } else {
                each.refuse(why);
            }
        }
    }

    /** Answers all that waits, since nobody makes room or reads any more. */
    void refuseAll(LogFailure why) {
        List<VolatileRead> unread;
        synchronized (this) {
            for (VolatileAppend each = waiting.pollFirst();
                    each != null;
                    each = waiting.pollFirst()) {
                each.refuse(why);
            }
            unread = List.copyOf(reads);
            reads.clear();
        }
        unread.forEach(read -> read.completion().failed(why));
    }

    synchronized boolean isOutOfRoom() {
        return outOfRoom;
    }

    /**
     * Where an offset is: a stretch to be read from disk, or batches copied from memory; empty ones
     * when there is nothing.
     */
    synchronized VolatileSource locate(VolatileRead read) {
        VolatileStream stream = read.stream();
        SpilledStretch stretch = stream.stretchAt(read.fromOffset());
        return stretch != null
                ? new VolatileSource.OnDisk(stretch)
                : VolatileSource.InMemory.of(stream.tail(), read.fromOffset(), read.maxBytes());
    }

    // --- end

    /** Refuses everything, gives memory back and removes the files. Idempotent. */
    void close() {
        TaskRunner.Handle driving;
        synchronized (this) {
            closed = true;
            driving = handle;
            handle = null;
        }
        refuseAll(new LogFailure.Closed());
        if (driving == null) {
            return;
        }
        driving.stop();
        try {
            SpillFiles.clear(disk);
        } catch (IOException e) {
            LOG.warn("Files of volatile queues are left; the next start removes them", e);
        }
    }
}
