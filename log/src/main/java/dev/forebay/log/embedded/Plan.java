package dev.forebay.log.embedded;

import dev.forebay.log.StreamAppend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What goes into one frame. Committer only. */
final class Plan {
    /** Entries of one submission from one index to another. */
    record Piece(Submission submission, int from, int to) {}

    final Set<EmbeddedStream> creates = new LinkedHashSet<>();
    final List<Piece> pieces = new ArrayList<>();
    int kind = Frame.WHOLE;
    private long payloadBytes;

    void add(Submission submission, int from, int to) {
        pieces.add(new Piece(submission, from, to));
        for (int i = from; i < to; i++) {
            payloadBytes += bytes(submission.entries.get(i));
        }
        if (submission.deleted != null) {
            payloadBytes += Frame.entryBytes(1, 0);
        }
    }

    void create(EmbeddedStream stream) {
        creates.add(stream);
        payloadBytes += createBytes(stream);
    }

    long payloadBytes() {
        return payloadBytes;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Bytes with header and padding. */
    int frameBytes(int alignment) {
        return Frame.alignTo(Frame.HEADER_BYTES + Math.toIntExact(payloadBytes), alignment);
    }

    static long bytes(StreamAppend entry) {
        return Frame.ENTRY_BYTES
                + (long) Frame.TARGET_BYTES * entry.targets().size()
                + ((entry.batch().remaining() + 7L) & -8L);
    }

    static int createBytes(EmbeddedStream stream) {
        return Frame.entryBytes(1, name(stream).length);
    }

    static byte[] name(EmbeddedStream stream) {
        return stream.name().value().getBytes(StandardCharsets.US_ASCII);
    }
}
