package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks every byte that a data folder depends on, without changing any: format, checkpoint, commit
 * log, each batch of each segment, each index. For a folder that no process works on.
 */
public final class LogVerifier {
    /**
     * What was found.
     *
     * @param damages everything that is not as it was written, known before or not
     * @param streams streams in the checkpoint
     * @param segments segments looked at
     * @param batches record batches found whole
     * @param bytes bytes of those batches
     * @param frames frames of the commit log that are not in segments yet
     */
    public record Report(
            List<Damage> damages,
            long streams,
            long segments,
            long batches,
            long bytes,
            long frames) {
        /** Whether acknowledged bytes are damaged; a torn end may never have been answered. */
        public boolean isDamaged() {
            return damages.stream().anyMatch(damage -> damage.kind() == Damage.Kind.CORRUPT);
        }
    }

    private final Disk disk;
    private final StorageQueue queue = new StorageQueue();
    private final SegmentStore store;
    private final DamageFinder finder;
    private final Set<Damage> damages = new LinkedHashSet<>();
    private long segments;
    private long batches;
    private long bytes;

    private LogVerifier(Disk disk) {
        LogSettings settings = LogSettings.defaults();
        this.disk = disk;
        store =
                new SegmentStore(
                        disk,
                        settings,
                        queue,
                        new Registry(),
                        new DamageList(LogListener.NONE),
                        LogListener.NONE,
                        () -> 0,
                        new SlabPool(
                                settings.slabBytes(), settings.tailBytes(), LogMemory.ofJvm()));
        finder = new DamageFinder(store.files);
    }

    /**
     * Checks a data folder.
     *
     * @throws NoSuchFileException there is no log in the folder
     * @throws NewerFormatException the folder was written by a later version
     */
    public static Report verify(Disk disk) throws IOException {
        LogVerifier verifier = new LogVerifier(disk);
        try {
            return verifier.run();
        } finally {
            verifier.store.files.closeAll();
        }
    }

    private Report run() throws IOException {
        FormatFile format = FormatFile.read(disk);
        CheckpointReader.Checkpoint checkpoint = new CheckpointReader(disk).read();
        if (checkpoint == null) {
            if (format == null && disk.list(Segment.FOLDER).isEmpty()) {
                throw new NoSuchFileException("no log in this folder");
            }
            damages.add(Opening.noCheckpoint());
            return new Report(List.copyOf(damages), 0, 0, 0, 0, 0);
        }
        if (format == null) {
            damages.add(Opening.noFormat());
        }
        LogImage image = LogImage.read(disk, checkpoint);
        damages.addAll(checkpoint.last().damages());
        damages.addAll(image.damages);
        for (CheckpointData.StreamEntry entry : checkpoint.streams().values()) {
            verify(entry, checkpoint.last().ending());
        }
        return new Report(
                new ArrayList<>(damages),
                checkpoint.streams().size(),
                segments,
                batches,
                bytes,
                image.kept.size());
    }

    private void verify(CheckpointData.StreamEntry entry, CheckpointData.Ending ending)
            throws IOException {
        StreamName name = new StreamName(entry.name());
        StreamLog log = new StreamLog(new EmbeddedStream(name, queue, store), entry.id());
        for (Segment.Extent extent : entry.segments()) {
            Segment segment = Segment.restore(entry.id(), extent);
            if (disk.exists(segment.path())) {
                segments++;
                verify(log, segment);
                verifyLength(log, segment, ending);
            }
            store.files.close(segment.path());
        }
    }

    private void verify(StreamLog log, Segment segment) throws IOException {
        SparseIndex made = new SparseIndex();
        SegmentScanner.Place place = new SegmentScanner.Place(segment.baseOffset, 0);
        try (BatchWalk walk = new BatchWalk(disk.open(segment.path()), segment)) {
            long greatest = Segment.NO_TIMESTAMP;
            while (place.position() < segment.bytes) {
                SegmentScanner.Place next = walk.next(place);
                if (next == null) {
                    Damage damage = finder.find(log, segment, place, place.offset());
                    damages.add(damage);
                    next =
                            new SegmentScanner.Place(
                                    damage.lastOffset() + 1, place.position() + damage.length());
                } else {
                    made.offer(place.offset(), place.position(), greatest);
                    greatest = Math.max(greatest, walk.maxTimestamp());
                    batches++;
                    bytes += next.position() - place.position();
                }
                place = next;
            }
            verifyIndex(log, segment, walk.damagedBatches() == 0 ? made : null);
        }
    }

    /** What is stored must be readable, and say the same as the segment does. */
    private void verifyIndex(StreamLog log, Segment segment, @Nullable SparseIndex made) {
        if (segment.state != Segment.State.SEALED) {
            return;
        }
        SparseIndex stored = store.indexes.load(segment);
        boolean same = stored != null && (made == null || made.covers(stored));
        if (!same) {
            damages.add(DamageFinder.index(log, segment));
        }
    }

    /** After a clean stop a segment ends where the checkpoint says; after a crash it may go on. */
    private void verifyLength(StreamLog log, Segment segment, CheckpointData.Ending ending)
            throws IOException {
        if (ending != CheckpointData.Ending.CLEAN) {
            return;
        }
        try (DiskFile file = disk.open(segment.path())) {
            long size = file.size();
            if (size > segment.bytes) {
                damages.add(
                        new Damage(
                                segment.path(),
                                segment.bytes,
                                size - segment.bytes,
                                log.name(),
                                -1,
                                -1,
                                Damage.Kind.CORRUPT,
                                "bytes behind the end of the segment; nothing is lost"));
            }
        }
    }
}
