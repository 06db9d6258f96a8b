package dev.forebay.log;

import java.nio.ByteBuffer;

/** Told the end of a read, once, on a thread of the store. Must not block. */
public interface ReadCompletion {
    /**
     * Whole batches from position to limit in a heap buffer that now is the caller's; empty at the
     * end.
     */
    void completed(ByteBuffer batches);

    void failed(LogFailure failure);
}
