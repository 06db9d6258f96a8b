package dev.forebay.log;

/** Why an append or a read was not done. */
public sealed interface LogFailure {
    /** The volume is full; nothing was written. */
    record DiskFull() implements LogFailure {}

    /** There is no memory for a piece this large now; nothing was written. */
    record OutOfMemory(long bytes) implements LogFailure {}

    /** Storage failed during or before this operation; see {@link StoreState.Failed}. */
    record Failed(String reason) implements LogFailure {}

    /** The store is closed or closing. */
    record Closed() implements LogFailure {}

    /** One group is larger than the store can commit atomically. */
    record TooLarge(long bytes, long limit) implements LogFailure {}

    /** The bytes asked for are damaged on disk and were not returned. */
    record Damaged(Damage damage) implements LogFailure {}

    /**
     * Whether there was no room, which passes: the same append may be taken later. Behind such a
     * failure of an append {@link LogStore#resume} is due.
     */
    default boolean isForWantOfRoom() {
        return this instanceof DiskFull || this instanceof OutOfMemory;
    }
}
