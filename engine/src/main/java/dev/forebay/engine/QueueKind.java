package dev.forebay.engine;

/** What becomes of a message in a queue once somebody has read it. */
public enum QueueKind {
    /** Its messages are work: each waits in {@code work} until one consumer has settled it. */
    QUEUE,
    /**
     * Its messages are read in place, by any number of {@link Cursors}, and wait for nobody: what
     * is kept, and for how long, is {@link Retention} alone, which the share of the disk that other
     * queues keep their past in does not shorten. {@code work} has none of them; a named
     * subscription has each, and keeps it until it is settled there.
     */
    STREAM
}
