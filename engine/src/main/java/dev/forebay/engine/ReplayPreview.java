package dev.forebay.engine;

/**
 * What a replay would give.
 *
 * @param from offset of the first message looked at
 * @param to the first offset not looked at
 * @param looked messages looked at
 * @param meant of these, those that would be replayed
 * @param bytes their bodies and headers
 */
public record ReplayPreview(long from, long to, long looked, long meant, long bytes) {}
