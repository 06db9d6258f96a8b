package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Stores the index of a segment that will not grow any more, and reads it back. Derived data: when
 * a file is missing or damaged the segment itself gives it again.
 *
 * <p>Form: {@code int magic, int CRC32C of the rest, long stream id, long base offset, long end
 * offset, long segment bytes, int entries, int 0}, then for each entry {@code long offset, long
 * position, long greatest timestamp before}.
 */
final class IndexFiles {
    static final int HEADER_BYTES = 48;
    static final int ENTRY_BYTES = 24;
    private static final int MAGIC = 0x46426978;
    private static final int GUARDED_FROM = 8;

    private final Disk disk;
    private final SegmentScanner scanner;

    IndexFiles(Disk disk, SegmentScanner scanner) {
        this.disk = disk;
        this.scanner = scanner;
    }

    /** Writes and syncs the index of a sealed segment; the folder is not synced. */
    void store(StreamLog log, Segment segment) throws IOException {
        SparseIndex index = segment.index;
        if (index == null) {
            index = scanner.index(segment);
        }
        disk.delete(segment.indexPath());
        try (DiskFile file = disk.create(segment.indexPath())) {
            file.write(encode(segment, index), 0);
            SyncFailedException.sync(file, segment.indexPath());
        }
        segment.indexStored();
        segment.index = null;
    }

    static ByteBuffer encode(Segment segment, SparseIndex index) {
        int bytes = HEADER_BYTES + index.size() * ENTRY_BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        buffer.putInt(MAGIC).putInt(0);
        buffer.putLong(segment.streamId).putLong(segment.baseOffset).putLong(segment.endOffset);
        buffer.putLong(segment.bytes).putInt(index.size()).putInt(0);
        for (int i = 0; i < index.size(); i++) {
            buffer.putLong(index.offset(i)).putLong(index.position(i)).putLong(index.timestamp(i));
        }
        buffer.flip();
        buffer.putInt(4, Frame.crc(new CRC32C(), buffer.duplicate(), GUARDED_FROM, bytes));
        return buffer;
    }

    /** The stored index of a segment, null when the file is missing, damaged or of another one. */
    @Nullable SparseIndex load(Segment segment) {
        try (DiskFile file = disk.open(segment.indexPath())) {
            long size = file.size();
            if (size > HEADER_BYTES + (long) SparseIndex.MAX_ENTRIES * ENTRY_BYTES) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            file.read(bytes, 0);
            return decode(bytes.flip(), segment);
        } catch (IOException unreadable) {
            return null;
        }
    }

    static @Nullable SparseIndex decode(ByteBuffer bytes, Segment segment) {
        int size = bytes.limit();
        if (size < HEADER_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(4)
                        != Frame.crc(new CRC32C(), bytes.duplicate(), GUARDED_FROM, size)) {
            return null;
        }
        int entries = bytes.getInt(40);
        if (bytes.getLong(8) != segment.streamId
                || bytes.getLong(16) != segment.baseOffset
                || bytes.getLong(24) != segment.endOffset
                || bytes.getLong(32) != segment.bytes
                || size != HEADER_BYTES + (long) entries * ENTRY_BYTES) {
            return null;
        }
        SparseIndex index = new SparseIndex();
        for (int i = 0; i < entries; i++) {
            int at = HEADER_BYTES + i * ENTRY_BYTES;
            index.put(bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16));
        }
        return index;
    }
}
