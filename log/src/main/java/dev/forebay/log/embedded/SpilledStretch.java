package dev.forebay.log.embedded;

/**
 * Batches of a volatile stream that lie side by side in a spill file.
 *
 * @param baseOffset of the first batch
 * @param endOffset one more than the last offset of the last batch
 * @param position where in the file they begin
 * @param bytes how long they are
 * @param maxTimestamp the greatest of them, in ms since the epoch
 */
record SpilledStretch(
        long baseOffset,
        long endOffset,
        SpillFile file,
        long position,
        int bytes,
        long maxTimestamp) {}
