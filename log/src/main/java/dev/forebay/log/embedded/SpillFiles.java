package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes and reads the spill files of a data folder. Spill task only. */
final class SpillFiles {
    /**
     * A stretch ends behind this many bytes: one entry of an index in the heap, and what a read
     * loads.
     */
    static final int STRETCH_BYTES = 128 << 10;

    private static final int BUFFER_BYTES = 2 * STRETCH_BYTES;

    private final Disk disk;

    /**
     * For a stretch of small batches, empty until there is one; a large stretch gets a buffer of
     * its own.
     */
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private long written;

    SpillFiles(Disk disk) {
        this.disk = disk;
    }

    /** Removes what a process before left; nobody may ever read it. */
    static void clear(Disk disk) throws IOException {
        for (String name : disk.list(SpillFile.FOLDER)) {
            disk.delete(SpillFile.FOLDER + "/" + name);
        }
    }

    /** Writes the parts into a new file and notes in each where it stands. */
    SpillFile write(List<SpillPart> parts) throws IOException {
        disk.createDirectory(SpillFile.FOLDER);
        SpillFile made = new SpillFile(written++);
        try (DiskFile file = disk.create(made.path)) {
            long position = 0;
            for (SpillPart part : parts) {
                position = write(file, made, position, part);
            }
        } catch (IOException e) {
            parts.forEach(part -> part.stretches().clear());
            disk.delete(made.path);
            throw e;
        }
        return made;
    }

    private long write(DiskFile file, SpillFile made, long start, SpillPart part)
            throws IOException {
        long position = start;
        List<Tail.Batch> batches = part.batches();
        for (int first = 0; first < batches.size(); ) {
            int end = first;
            int bytes = 0;
            while (end < batches.size() && bytes < STRETCH_BYTES && follows(batches, first, end)) {
                bytes += batches.get(end).bytes();
                end++;
            }
            List<Tail.Batch> stretch = batches.subList(first, end);
            file.write(bytes(stretch, bytes), position);
            part.stretches().add(stretch(stretch, made, position, bytes));
            position += bytes;
            first = end;
        }
        return position;
    }

    /** Whether nothing is left out between a batch and the one before; stretches have no gaps. */
    private static boolean follows(List<Tail.Batch> batches, int first, int at) {
        return at == first || batches.get(at - 1).endOffset() == batches.get(at).baseOffset();
    }

    /** A batch alone, which may be large, is written from where it is. */
    private ByteBuffer bytes(List<Tail.Batch> batches, int bytes) {
        Tail.Batch first = batches.getFirst();
        return batches.size() == 1
                ? first.slab().bytes.slice(first.position(), bytes)
                : gathered(batches, bytes);
    }

    private ByteBuffer room(int bytes) {
        if (bytes > BUFFER_BYTES) {
            return ByteBuffer.allocate(bytes);
        }
        if (buffer.capacity() == 0) {
            buffer = ByteBuffer.allocate(BUFFER_BYTES);
        }
        return buffer.clear();
    }

    private ByteBuffer gathered(List<Tail.Batch> batches, int bytes) {
        ByteBuffer gathered = room(bytes);
        for (Tail.Batch batch : batches) {
            int at = gathered.position();
            gathered.put(at, batch.slab().bytes, batch.position(), batch.bytes());
            gathered.position(at + batch.bytes());
        }
        return gathered.flip();
    }

    private static SpilledStretch stretch(
            List<Tail.Batch> batches, SpillFile file, long position, int bytes) {
        long maxTimestamp = Long.MIN_VALUE;
        for (Tail.Batch batch : batches) {
            maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
        }
        return new SpilledStretch(
                batches.getFirst().baseOffset(),
                batches.getLast().endOffset(),
                file,
                position,
                bytes,
                maxTimestamp);
    }

    /**
     * Whole batches of a stretch from the one that holds the offset: one at least, and no further
     * one beyond {@code maxBytes}. Empty when the stretch is damaged before that.
     */
    ByteBuffer read(SpilledStretch stretch, long fromOffset, int maxBytes) throws IOException {
        ByteBuffer bytes = ReadBuffers.of(stretch.bytes());
        try (DiskFile file = disk.open(stretch.file().path)) {
            file.read(bytes, stretch.position());
        }
        bytes.flip();
        int at = 0;
        int from = -1;
        long offset = stretch.baseOffset();
        while (at < bytes.limit() && isSound(bytes, at, offset)) {
            int end = at + RecordBatch.sizeBytes(bytes, at);
            offset = RecordBatch.lastOffset(bytes, at) + 1;
            if (from < 0 && offset > fromOffset) {
                from = at;
            } else if (from >= 0 && end - from > maxBytes) {
                break;
            }
            at = end;
        }
        return from < 0 ? bytes.limit(0) : bytes.limit(at).position(from);
    }

    private static boolean isSound(ByteBuffer bytes, int at, long offset) {
        return RecordBatch.isValid(bytes, at) && RecordBatch.baseOffset(bytes, at) == offset;
    }

    static Damage damage(VolatileStream stream, SpilledStretch stretch, String detail) {
        return new Damage(
                stretch.file().path,
                stretch.position(),
                stretch.bytes(),
                stream.name().value(),
                stretch.baseOffset(),
                stretch.endOffset() - 1,
                Damage.Kind.CORRUPT,
                detail);
    }

    void delete(SpillFile file) throws IOException {
        disk.delete(file.path);
    }
}
