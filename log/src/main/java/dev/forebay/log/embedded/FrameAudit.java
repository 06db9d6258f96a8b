package dev.forebay.log.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Checks every byte of a frame from disk, and of a damaged one finds what is still whole. */
final class FrameAudit {
    private final EntryCursor cursor = new EntryCursor();

    /** An entry in a file: whole, or with a damaged body, whose header still tells what it was. */
    record Entry(int from, int to, List<Target> targets, int span, boolean whole) {}

    record Target(long streamId, long baseOffset) {}

    /** Whether every entry of the frame is as it was written. */
    boolean isSound(ByteBuffer file, FrameHeader header) {
        int from = header.position() + Frame.HEADER_BYTES;
        int to = from + header.payloadBytes();
        int at = from;
        for (int i = 0; i < header.entries(); i++) {
            cursor.reset(file, at, to);
            cursor.moveTo(at);
            if (!cursor.isSound(header.sequence(), to)
                    || cursor.index() != i
                    || !cursor.isBodySound()) {
                return false;
            }
            at = cursor.endAt();
        }
        return at == to;
    }

    /** Whether what fills the frame up is as it was written. */
    boolean isPaddingSound(ByteBuffer file, FrameHeader header) {
        int end = header.position() + header.frameBytes();
        for (int i = header.position() + Frame.HEADER_BYTES + header.payloadBytes(); i < end; i++) {
            if (file.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The entries of a frame that can still be told in a range of a file. */
    List<Entry> salvage(ByteBuffer file, int from, int to, long sequence) {
        List<Entry> found = new ArrayList<>();
        int at = Frame.alignTo(from, 8);
        while (at + Frame.ENTRY_BYTES <= to) {
            cursor.reset(file, at, to);
            cursor.moveTo(at);
            if (cursor.isSound(sequence, to)) {
                found.add(entry());
                at = cursor.endAt();
            } else {
                at += 8;
            }
        }
        return found;
    }

    /** Whether an entry of a frame after this one begins here. */
    boolean isEntryAfter(ByteBuffer file, int at, long sequence) {
        if (file.limit() - at < Frame.ENTRY_BYTES
                || file.getInt(at) != Frame.ENTRY_MAGIC
                || file.getLong(at + 8) <= sequence) {
            return false;
        }
        cursor.reset(file, at, file.limit());
        cursor.moveTo(at);
        return cursor.isSound(file.getLong(at + 8), file.limit());
    }

    private Entry entry() {
        List<Target> targets = new ArrayList<>();
        boolean batch = cursor.kind() == Frame.BATCH;
        for (int i = 0; i < cursor.targets(); i++) {
            targets.add(new Target(cursor.streamId(i), cursor.baseOffset(i)));
        }
        return new Entry(
                cursor.at(),
                cursor.endAt(),
                targets,
                batch ? cursor.span() : 0,
                cursor.isBodySound());
    }
}
