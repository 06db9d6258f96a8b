package dev.forebay.engine.core;

/**
 * What a start keeps of a subscription's last snapshot until it is loaded.
 *
 * @param sequence journal records up to here are in it
 * @param end messages before this offset are in it
 * @param low all messages below are settled
 * @param dedupFrom messages from here on are needed to rebuild the partition's deduplication window
 * @param askedAt engine time of the last receive
 * @param due engine time at which something happens by itself
 * @param spilledFrom the oldest page of {@link AttemptSpill} that is needed, or {@link
 *     dev.forebay.engine.struct.SpilledAttempts#NONE}
 * @param spilledBytes about how many bytes of such pages are needed
 * @param dedupPagesFrom the oldest page of {@link DedupSpill} that is needed, or {@link
 *     DedupRuns#NONE}
 * @param dedupPagesUntil engine time of the newest id on such pages
 */
record SnapshotHead(
        long sequence,
        long end,
        long low,
        long dedupFrom,
        long askedAt,
        long due,
        long leased,
        long delayed,
        long bytes,
        long oldestSentAt,
        long spilledFrom,
        long spilledBytes,
        long dedupPagesFrom,
        long dedupPagesUntil,
        Counters counters) {}
