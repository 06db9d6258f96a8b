package dev.forebay.log.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of memory outside the heap that frames are built in and that keeps their batches until
 * they are in segments. The committer fills it and hands its frames on; from then on the storage
 * task alone reads them and counts what still lives in it.
 */
final class Slab {
    final ByteBuffer bytes;

    /**
     * The same memory, to be positioned at will; used by whoever owns the slab's end at the time.
     */
    final ByteBuffer view;

    final boolean pooled;

    /** Committer: where the next frame begins. */
    int used;

    /** Storage: batches that are not in a segment yet. */
    int live;

    /** Storage: no further frame will come. */
    boolean retired;

    /** Storage: streams that have or had live batches here, for flushing. */
    final List<StreamLog> touched = new ArrayList<>();

    Slab(ByteBuffer memory, boolean pooled) {
        bytes = memory;
        view = bytes.duplicate();
        this.pooled = pooled;
    }

    int room() {
        return bytes.capacity() - used;
    }

    void clear() {
        used = 0;
        live = 0;
        retired = false;
        touched.clear();
    }
}
