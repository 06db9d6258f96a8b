package dev.forebay.log.embedded;

import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** Encodes a plan into a slab, giving offsets as it goes. Committer only. */
final class FrameBuilder {
    private final CRC32C crc = new CRC32C();
    private ByteBuffer target = ByteBuffer.allocate(0);
    private ByteBuffer view = target;
    private long sequence;
    private int at;
    private int index;
    private int batches;

    /** Writes all entries of the plan behind the place for the header. */
    void build(Plan plan, Slab slab, long frameSequence) {
        target = slab.bytes;
        view = slab.view;
        sequence = frameSequence;
        at = slab.used + Frame.HEADER_BYTES;
        index = 0;
        batches = 0;
        for (EmbeddedStream stream : plan.creates) {
            begin(Frame.CREATE, stream.id, 0);
            end(Frame.CREATE, 1, ByteBuffer.wrap(Plan.name(stream)));
        }
        for (Plan.Piece piece : plan.pieces) {
            build(piece);
        }
    }

    private void build(Plan.Piece piece) {
        Submission submission = piece.submission();
        EmbeddedStream deleted = submission.deleted;
        if (deleted != null) {
            begin(Frame.DELETE, deleted.id, 0);
            end(Frame.DELETE, 1, ByteBuffer.allocate(0));
        }
        for (int i = piece.from(); i < piece.to(); i++) {
            batch(submission, submission.entries.get(i));
        }
    }

    private void begin(int kind, long streamId, long baseOffset) {
        target.putInt(at + 24, kind);
        target.putLong(at + Frame.ENTRY_BYTES, streamId);
        target.putLong(at + Frame.ENTRY_BYTES + 8, baseOffset);
    }

    private void batch(Submission submission, StreamAppend entry) {
        ByteBuffer batch = entry.batch();
        int span = RecordBatch.lastOffsetDelta(batch, batch.position()) + 1;
        List<LogStream> targets = entry.targets();
        int slot = at + Frame.ENTRY_BYTES;
        for (int i = 0; i < targets.size(); i++) {
            EmbeddedStream stream = (EmbeddedStream) targets.get(i);
            long baseOffset = stream.takeOffsets(span);
            submission.placed(baseOffset);
            target.putLong(slot, stream.id).putLong(slot + 8, baseOffset);
            slot += Frame.TARGET_BYTES;
        }
        target.putInt(at + 24, Frame.BATCH);
        batches++;
        end(Frame.BATCH, targets.size(), batch);
    }

    private void end(int kind, int targets, ByteBuffer body) {
        int bodyBytes = body.remaining();
        int bodyAt = at + Frame.ENTRY_BYTES + Frame.TARGET_BYTES * targets;
        target.put(bodyAt, body, body.position(), bodyBytes);
        int next = at + Frame.entryBytes(targets, bodyBytes);
        for (int i = bodyAt + bodyBytes; i < next; i++) {
            target.put(i, (byte) 0);
        }
        if (kind == Frame.BATCH) {
            RecordBatch.setPartitionLeaderEpoch(target, bodyAt, 0);
        }
        target.putInt(at, Frame.ENTRY_MAGIC)
                .putLong(at + 8, sequence)
                .putInt(at + 16, index++)
                .putInt(at + 20, bodyBytes)
                .putInt(at + 28, targets);
        int guardedTo = bodyAt + Frame.guardedBody(kind, bodyBytes);
        target.putInt(at + Frame.CRC_AT, Frame.crc(crc, view, at + Frame.GUARDED_FROM, guardedTo));
        at = next;
    }

    /** Where the entries end. */
    int end() {
        return at;
    }

    int entries() {
        return index;
    }

    int batches() {
        return batches;
    }
}
