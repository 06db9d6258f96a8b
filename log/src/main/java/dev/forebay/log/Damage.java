package dev.forebay.log;

/**
 * Bytes on disk that are not what was written.
 *
 * @param file the file, relative to the data folder
 * @param position where in the file the damaged range begins, in bytes
 * @param length its length in bytes
 * @param stream the stream it belongs to; empty when that cannot be told
 * @param firstOffset first offset that may be lost, -1 when unknown
 * @param lastOffset last offset that may be lost, -1 when unknown
 * @param kind what is known of it
 * @param detail one sentence for people
 */
public record Damage(
        String file,
        long position,
        long length,
        String stream,
        long firstOffset,
        long lastOffset,
        Kind kind,
        String detail) {
    /** How sure it is that acknowledged bytes are gone. */
    public enum Kind {
        /** The one unmarked last frame after an unclean stop: perhaps never answered. */
        TORN_OR_DAMAGED,
        /** Acknowledged bytes are damaged. */
        CORRUPT
    }
}
