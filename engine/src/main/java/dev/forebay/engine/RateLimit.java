package dev.forebay.engine;

/**
 * A token bucket: {@code burst} messages at once, and {@code perSecond} in the long run. It is full
 * when the server starts.
 *
 * @param perSecond 0.001 to a million
 * @param burst 1 to a million
 */
public record RateLimit(double perSecond, int burst) {}
