package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads the whole commit log and lists what it finds in it beyond a sequence number: frames with a
 * whole header, and traces of frames without one. Changes nothing.
 */
final class CommitScan {
    /** A frame whose header is whole, and how its contents are. */
    record Found(String path, FrameHeader header, Contents contents) {
        int from() {
            return header.position();
        }

        int to() {
            return header.position() + header.frameBytes();
        }
    }

    enum Contents {
        SOUND,
        /** Every entry is whole, the filling behind them is not. */
        PADDING_DAMAGED,
        DAMAGED
    }

    /**
     * An entry, or the remains of a header, that no whole header accounts for; of a header the
     * sequence may be what is damaged.
     */
    record Stray(String path, int position, long sequence) {}

    private final Disk disk;
    private final long logId;
    private final long afterSequence;
    private final FrameAudit audit = new FrameAudit();
    private final CRC32C crc = new CRC32C();
    private final List<Found> frames = new ArrayList<>();
    private final List<Stray> strays = new ArrayList<>();
    private long highestGeneration;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    CommitScan(Disk disk, long logId, long afterSequence) {
        this.disk = disk;
        this.logId = logId;
        this.afterSequence = afterSequence;
    }

    /** Paths of the files of the commit log. */
    static List<String> paths(Disk disk) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String name : disk.list(CommitFile.FOLDER)) {
            if (name.matches("[0-9]{4}\\.log")) {
                paths.add(CommitFile.FOLDER + "/" + name);
            }
        }
        return paths;
    }

    void run() throws IOException {
        for (String path : paths(disk)) {
            scan(path, load(path));
        }
        frames.sort(Comparator.comparingLong(found -> found.header().sequence()));
    }

    /** A file's contents, in a buffer that the next call reuses. */
    ByteBuffer load(String path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            int size = Math.toIntExact(file.size());
            if (buffer.capacity() < size) {
                buffer = ByteBuffer.allocateDirect(size);
            }
            buffer.clear().limit(size);
            file.read(buffer, 0);
            return buffer.flip();
        }
    }

    private void scan(String path, ByteBuffer file) {
        int at = 0;
        while (at + Frame.SECTOR <= file.limit()) {
            FrameHeader header = FrameHeader.read(file, at, logId, crc);
            if (header == null) {
                traces(path, file, at, at + Frame.SECTOR);
                at += Frame.SECTOR;
                continue;
            }
            highestGeneration = Math.max(highestGeneration, header.generation());
            boolean sound = audit.isSound(file, header);
            if (header.sequence() > afterSequence) {
                frames.add(new Found(path, header, contents(file, header, sound)));
            }
            at += sound ? header.frameBytes() : Frame.SECTOR;
        }
    }

    private Contents contents(ByteBuffer file, FrameHeader header, boolean sound) {
        if (!sound) {
            return Contents.DAMAGED;
        }
        return audit.isPaddingSound(file, header) ? Contents.SOUND : Contents.PADDING_DAMAGED;
    }

    private void traces(String path, ByteBuffer file, int from, int to) {
        if (FrameHeader.looksLikeOne(file, from, logId)) {
            strays.add(new Stray(path, from, file.getLong(from + 24)));
        }
        for (int at = from; at < to; at += 8) {
            if (audit.isEntryAfter(file, at, afterSequence)) {
                strays.add(new Stray(path, at, file.getLong(at + 8)));
            }
        }
    }

    /** Frames with a whole header, by sequence. */
    List<Found> frames() {
        return frames;
    }

    List<Stray> strays() {
        return strays;
    }

    /** Of any file, in its present or an earlier use. */
    long highestGeneration() {
        return highestGeneration;
    }

    /** The entries that can still be told in a range of a file. */
    List<FrameAudit.Entry> salvage(String path, int from, int to, long sequence)
            throws IOException {
        ByteBuffer file = load(path);
        return audit.salvage(file, from, Math.min(to, file.limit()), sequence);
    }
}
