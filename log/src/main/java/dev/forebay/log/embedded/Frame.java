package dev.forebay.log.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The form of a frame in the commit log, all big-endian:
 *
 * <pre>
 * header, 72 bytes                       entry, 32 bytes + 16 a target + body, padded to 8
 *  0 int  magic                           0 int  magic
 *  4 int  CRC32C of bytes 8..72           4 int  CRC32C of byte 8 to the end of what it guards
 *  8 long log id                          8 long sequence of the frame
 * 16 long file generation                16 int  index in the frame
 * 24 long sequence                       20 int  bytes of the body
 * 32 long engine time, ms                24 int  kind
 * 40 long sync mark: last sequence       28 int  number of targets
 *         known to be on disk            32 long stream id, long base offset: for each target
 * 48 int  bytes of all entries            . bytes body
 * 52 int  number of entries
 * 56 int  bytes with padding
 * 60 int  kind
 * 64 int  position in the file
 * 68 int  0
 * </pre>
 *
 * An entry's checksum guards its header, targets and, of a batch, the fields up to and including
 * its last offset delta; the batch's own CRC guards the rest. Other bodies are guarded whole.
 * Entries name their frame, so that those of a frame whose header is damaged are still found.
 */
final class Frame {
    static final int MAGIC = 0x46426672;
    static final int ENTRY_MAGIC = 0x4642656e;
    static final int HEADER_BYTES = 72;
    static final int ENTRY_BYTES = 32;
    static final int TARGET_BYTES = 16;

    /** Frames begin at multiples of this at least: one sector. */
    static final int SECTOR = 512;

    /** A whole atomic step. */
    static final int WHOLE = 1;

    /** A part of a group that goes on in the next frame. */
    static final int PART = 2;

    /** The last part of a group. */
    static final int CLOSING = 3;

    /** Nothing but the sync mark. */
    static final int MARK = 4;

    /** An entry that holds a record batch for its targets. */
    static final int BATCH = 1;

    /** An entry that names a new stream, its one target; the body is the name. */
    static final int CREATE = 2;

    /** An entry that ends a stream, its one target. */
    static final int DELETE = 3;

    /** Bytes of a batch that lie outside its own CRC, that CRC, and how many offsets it takes. */
    static final int BATCH_GUARDED_BYTES = 27;

    static final int CRC_AT = 4;
    static final int GUARDED_FROM = 8;

    private Frame() {}

    static int entryBytes(int targets, int bodyBytes) {
        return ENTRY_BYTES + TARGET_BYTES * targets + alignTo(bodyBytes, 8);
    }

    static int alignTo(int bytes, int alignment) {
        return (bytes + alignment - 1) & -alignment;
    }

    /** Bytes of an entry's body that the entry's own checksum guards. */
    static int guardedBody(int kind, int bodyBytes) {
        return kind == BATCH ? Math.min(BATCH_GUARDED_BYTES, bodyBytes) : bodyBytes;
    }

    /** CRC32C of a range; {@code view} is a duplicate whose position and limit may be moved. */
    static int crc(CRC32C crc, ByteBuffer view, int from, int to) {
        crc.reset();
        view.limit(to).position(from);
        crc.update(view);
        view.clear();
        return (int) crc.getValue();
    }
}
