package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The cursors of one partition that wait for something to read, the one that waits longest first.
 */
final class WaitingCursors {
    private final Set<OpenCursor> waiting = new LinkedHashSet<>();

    void add(OpenCursor cursor) {
        waiting.add(cursor);
    }

    void remove(OpenCursor cursor) {
        waiting.remove(cursor);
    }

    /** A batch is on disk: who waits for it need not read it from there. */
    void appended(ByteBuffer batch, long from, long to) {
        for (OpenCursor cursor : waiting) {
            cursor.fresh(batch, from, to);
        }
    }

    /** Gives out what has come. */
    void serve() {
        // Who is served may read on, close, or close others.
        if (!waiting.isEmpty()) {
            List.copyOf(waiting).forEach(OpenCursor::serve);
        }
    }

    /** Nothing will come any more: each is told so. */
    void endAll() {
        List.copyOf(waiting).forEach(OpenCursor::endRead);
    }

    /** The queue was deleted. */
    void refuseAll(Refusal refusal) {
        List.copyOf(waiting).forEach(cursor -> cursor.refuse(refusal));
    }
}
