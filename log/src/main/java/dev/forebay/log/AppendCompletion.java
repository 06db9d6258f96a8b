package dev.forebay.log;

/** Told the end of an append, once, on a thread of the store. Must not block. */
public interface AppendCompletion {
    /**
     * Everything is on disk.
     *
     * @param baseOffsets the base offset of each target of each entry, in the order given. Offsets
     *     rise within a stream but need not be contiguous.
     */
    void completed(long[] baseOffsets);

    /** The append is not confirmed. After {@link LogFailure.Failed} a restart may still find it. */
    void failed(LogFailure failure);
}
