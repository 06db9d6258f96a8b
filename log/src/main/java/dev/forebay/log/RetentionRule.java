package dev.forebay.log;

/**
 * How long records that nobody needs any more stay readable; whichever limit is reached first.
 *
 * @param maxAgeMillis age counted from a segment's greatest timestamp, 0 or more
 * @param maxBytes bytes kept in the stream, 0 or more
 * @param now wall-clock time in ms since the epoch
 * @param claim whether what is kept so must fit into the store's share of the disk for it
 */
public record RetentionRule(long maxAgeMillis, long maxBytes, long now, Claim claim) {
    /** What records that nobody needs may take of the disk, besides the two limits. */
    public enum Claim {
        /** Such records of all streams together stay within a share; the oldest go first. */
        SHARE,
        /** All that the limits allow: keeping them is what the stream is for. */
        ALL
    }

    /** Within the share. */
    public RetentionRule(long maxAgeMillis, long maxBytes, long now) {
        this(maxAgeMillis, maxBytes, now, Claim.SHARE);
    }
}
