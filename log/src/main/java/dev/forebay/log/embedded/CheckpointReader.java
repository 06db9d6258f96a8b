package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the newest checkpoint from whichever of its copies says more. */
final class CheckpointReader {
    /**
     * A checkpoint with all its changes applied.
     *
     * @param logId of the log it belongs to
     * @param number of its file
     * @param last the newest record; its streams are only those that changed
     * @param streams all streams
     * @param damages copies that were found damaged; nothing is lost by that
     */
    record Checkpoint(
            long logId,
            long number,
            CheckpointData last,
            Map<Long, CheckpointData.StreamEntry> streams,
            List<Damage> damages) {}

    private record Copy(String path, List<CheckpointRecord.Read> records, long soundBytes) {}

    private final Disk disk;

    CheckpointReader(Disk disk) {
        this.disk = disk;
    }

    /** The highest number of a checkpoint file, whole or not; 0 when there is none. */
    long highestNumber() throws IOException {
        NavigableSet<Long> numbers = numbers();
        return numbers.isEmpty() ? 0 : numbers.last();
    }

    /** The newest checkpoint, null when there is none that can be read. */
    @Nullable Checkpoint read() throws IOException {
        for (long number : numbers().descendingSet()) {
            Copy first = readCopy(number, CheckpointWriter.COPIES.getFirst());
            Copy second = readCopy(number, CheckpointWriter.COPIES.getLast());
            boolean firstIsBest = first.soundBytes() >= second.soundBytes();
            Copy best = firstIsBest ? first : second;
            Copy other = firstIsBest ? second : first;
            if (!best.records().isEmpty()) {
                return merge(number, best, other);
            }
        }
        return null;
    }

    private NavigableSet<Long> numbers() throws IOException {
        NavigableSet<Long> numbers = new TreeSet<>();
        for (String name : disk.list(CheckpointWriter.FOLDER)) {
            if (name.matches("[0-9]{16}\\.[ab]")) {
                numbers.add(Long.parseLong(name.substring(0, name.indexOf('.'))));
            }
        }
        return numbers;
    }

    private Copy readCopy(long number, String copy) throws IOException {
        String path = CheckpointWriter.path(number, copy);
        List<CheckpointRecord.Read> records = new ArrayList<>();
        int at = 0;
        if (disk.exists(path)) {
            ByteBuffer bytes = contents(path);
            CheckpointRecord.Read record = CheckpointRecord.decode(bytes, 0, 0, number);
            while (record != null) {
                records.add(record);
                at += record.bytes();
                record = CheckpointRecord.decode(bytes, at, records.size(), number);
            }
        }
        return new Copy(path, records, at);
    }

    private ByteBuffer contents(String path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(bytes, 0);
            return bytes.flip();
        } catch (IOException unreadable) {
            return ByteBuffer.allocate(0);
        }
    }

    private static Checkpoint merge(long number, Copy best, Copy other) throws IOException {
        Map<Long, CheckpointData.StreamEntry> streams = new LinkedHashMap<>();
        CheckpointData last = null;
        for (CheckpointRecord.Read record : best.records()) {
            last = CheckpointData.decode(record.payload());
            last.deleted().forEach(streams::remove);
            for (CheckpointData.StreamEntry stream : last.streams()) {
                streams.put(stream.id(), stream);
            }
        }
        if (last == null) {
            throw new IllegalStateException("a checkpoint without records");
        }
        List<Damage> damages = new ArrayList<>();
        // A crash leaves the copies one record apart at most.
        int apart = best.records().size() - other.records().size();
        if (apart > 0) {
            damages.add(
                    damage(other, apart > 1 ? Damage.Kind.CORRUPT : Damage.Kind.TORN_OR_DAMAGED));
        }
        long logId = best.records().getFirst().logId();
        return new Checkpoint(logId, number, last, streams, damages);
    }

    private static Damage damage(Copy copy, Damage.Kind kind) {
        return new Damage(
                copy.path(),
                copy.soundBytes(),
                CheckpointRecord.HEADER_BYTES,
                "",
                -1,
                -1,
                kind,
                "one of two copies of the checkpoint is torn or damaged; the other is whole, nothing is lost");
    }
}
