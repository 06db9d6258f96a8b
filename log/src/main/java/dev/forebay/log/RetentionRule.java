package dev.forebay.log;

/**
 * How long records that nobody needs any more stay readable; whichever limit is reached first.
 *
 * @param maxAgeMillis age counted from a segment's greatest timestamp, 0 or more
 * @param maxBytes bytes kept in the stream, 0 or more
 * @param now wall-clock time in ms since the epoch
 */
public record RetentionRule(long maxAgeMillis, long maxBytes, long now) {}
