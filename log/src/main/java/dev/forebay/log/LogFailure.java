package dev.forebay.log;

/** Why an append or a read was not done. */
public sealed interface LogFailure {
    /** The volume is full; nothing was written. */
    record DiskFull() implements LogFailure {}

    /** Storage failed during or before this operation; see {@link StoreState.Failed}. */
    record Failed(String reason) implements LogFailure {}

    /** The store is closed or closing. */
    record Closed() implements LogFailure {}

    /** One group is larger than the store can commit atomically. */
    record TooLarge(long bytes, long limit) implements LogFailure {}

    /** The bytes asked for are damaged on disk and were not returned. */
    record Damaged(Damage damage) implements LogFailure {}
}
