package dev.forebay.engine.core;

/**
 * Where a subscription's last snapshot is.
 *
 * @param offset in the snapshot stream
 * @param bytes its size
 * @param appendedBefore bytes appended to the stream before it, as counted by this process
 */
record SnapshotPlace(SnapshotHead head, long offset, long bytes, long appendedBefore) {}
