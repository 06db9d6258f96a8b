package dev.forebay.testkit.sketch;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all commands, and a file of frames since; the file is used again after each
 * snapshot, its frames told apart by the generation they carry.
 */
final class SketchFiles {
    private static final int MAGIC = 0x736b6574;
    private static final int HEADER = 32;
    private static final int SECTOR = 512;
    private static final int LOG_BYTES = 48 << 10;
    private static final int MAX_FRAME = 40 << 10;
    private static final String SNAPSHOT = "snapshot";
    private static final String TEMPORARY = "snapshot-new";
    private static final String LOG = "log";

    private final Disk disk;
    private final Set<Mistake> mistakes;
    private DiskFile log;
    private long generation;
    private long sequence;
    private int position;

    SketchFiles(Disk disk, Set<Mistake> mistakes) throws IOException {
        this.disk = disk;
        this.mistakes = mistakes;
        log = disk.exists(LOG) ? disk.open(LOG) : disk.create(LOG);
    }

    /** After recovery: a snapshot of what it kept, and a new file for what comes. */
    void begin(List<SketchCommand> recovered) throws IOException {
        if (mistakes.contains(Mistake.TRUST_PAGE_CACHE) && log.size() > 0) {
            return;
        }
        rewrite(recovered);
        disk.delete(LOG);
        log = disk.create(LOG);
        log.write(ByteBuffer.allocate(LOG_BYTES), 0);
        sync();
        syncFolder();
    }

    List<SketchCommand> recover() throws IOException {
        List<SketchCommand> commands = new ArrayList<>(readSnapshot());
        ByteBuffer frames = ByteBuffer.allocate(LOG_BYTES);
        log.read(frames, 0);
        boolean ended = false;
        for (int at = 0; at < LOG_BYTES; ) {
            Frame frame = frameAt(frames, at);
            if (frame == null || (ended && !isNext(frame))) {
                ended = true;
                at += SECTOR;
            } else if (ended) {
                if (mistakes.contains(Mistake.CUT_AT_FIRST_BAD_CRC)) {
                    break;
                }
                throw new IOException("damaged before " + at);
            } else if (isNext(frame)) {
                commands.add(frame.command());
                sequence = frame.sequence();
                at += frame.bytes();
                position = at;
            } else {
                ended = true;
            }
        }
        return commands;
    }

    private boolean isNext(Frame frame) {
        return mistakes.contains(Mistake.OLD_FRAME_TAKEN)
                || (frame.generation() == generation && frame.sequence() > sequence);
    }

    private @Nullable Frame frameAt(ByteBuffer frames, int at) {
        if (frames.getInt(at) != MAGIC) {
            return null;
        }
        int length = frames.getInt(at + 24);
        boolean sane = length >= 0 && length <= LOG_BYTES - at - HEADER;
        if (!mistakes.contains(Mistake.NO_LENGTH_CHECK) && !sane) {
            return null;
        }
        ByteBuffer guarded = frames.slice(at + 8, HEADER - 8 + length);
        if (!mistakes.contains(Mistake.NO_CRC_CHECK) && crc(guarded) != frames.getInt(at + 4)) {
            return null;
        }
        return new Frame(
                frames.getLong(at + 8),
                frames.getLong(at + 16),
                aligned(HEADER + length),
                SketchCommand.read(frames.slice(at + HEADER, length)));
    }

    /** Puts everything into a new snapshot; the file of frames begins again. */
    void rewrite(List<SketchCommand> commands) throws IOException {
        disk.delete(TEMPORARY);
        ByteBuffer bytes = snapshot(commands);
        try (DiskFile file = disk.create(TEMPORARY)) {
            file.write(bytes, 0);
            if (mistakes.contains(Mistake.RENAME_BEFORE_SYNC)) {
                disk.rename(TEMPORARY, SNAPSHOT);
                syncFolder();
                file.sync();
            } else {
                file.sync();
                disk.rename(TEMPORARY, SNAPSHOT);
                syncFolder();
            }
        }
        generation++;
        position = 0;
    }

    private ByteBuffer snapshot(List<SketchCommand> commands) {
        ByteBuffer bytes = ByteBuffer.allocate(128 << 10);
        bytes.position(4).putLong(generation + 1).putLong(sequence).putInt(commands.size());
        commands.forEach(command -> SketchCommand.write(command, bytes));
        bytes.flip();
        bytes.putInt(0, crc(bytes.slice(4, bytes.limit() - 4)));
        return bytes;
    }

    private List<SketchCommand> readSnapshot() throws IOException {
        List<SketchCommand> commands = new ArrayList<>();
        if (!disk.exists(SNAPSHOT)) {
            return commands;
        }
        try (DiskFile file = disk.open(SNAPSHOT)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            bytes.flip();
            if (bytes.limit() < 24 || crc(bytes.slice(4, bytes.limit() - 4)) != bytes.getInt()) {
                throw new IOException("the snapshot is damaged");
            }
            generation = bytes.getLong();
            sequence = bytes.getLong();
            for (int left = bytes.getInt(); left > 0; left--) {
                commands.add(SketchCommand.read(bytes));
            }
        }
        return commands;
    }

    boolean isNearlyFull() {
        return position > LOG_BYTES - MAX_FRAME;
    }

    void write(SketchCommand command) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(MAX_FRAME).position(HEADER);
        SketchCommand.write(command, frame);
        int length = frame.position() - HEADER;
        frame.putInt(0, MAGIC)
                .putLong(8, generation)
                .putLong(16, ++sequence)
                .putInt(24, length)
                .putInt(4, crc(frame.slice(8, HEADER - 8 + length)));
        frame.flip();
        try {
            log.write(frame, position);
        } catch (IOException e) {
            if (!mistakes.contains(Mistake.IGNORE_WRITE_ERROR)) {
                throw e;
            }
        }
        position += aligned(HEADER + length);
    }

    void sync() throws IOException {
        try {
            log.sync();
        } catch (IOException e) {
            if (!mistakes.contains(Mistake.RETRY_FAILED_SYNC)) {
                throw e;
            }
            log.sync();
        }
    }

    private void syncFolder() throws IOException {
        if (!mistakes.contains(Mistake.NO_DIRECTORY_SYNC)) {
            disk.syncDirectory("");
        }
    }

    private static int aligned(int bytes) {
        return (bytes + SECTOR - 1) & -SECTOR;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private record Frame(long generation, long sequence, int bytes, SketchCommand command) {}
}
