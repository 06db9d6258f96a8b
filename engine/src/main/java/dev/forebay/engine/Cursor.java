package dev.forebay.engine;

import java.util.List;

/** A reader's place in the messages of a queue; see {@link Cursors}. On the lane. */
public interface Cursor {
    /** Offset of the next message that it reads, or of the first that is kept behind it. */
    long position();

    /**
     * Reads on. The reply comes with at least one message as soon as there is one, and with none
     * only when the server stops. A message that retention has let go of is stepped over.
     *
     * @param most so many messages, 1 or more
     * @param bytes after a message with which it has read so many bytes, the reply ends
     * @param reply refused with {@link Refusal.NoSuchQueue} once the queue is deleted, and with
     *     {@link Refusal.Damaged} at a message that cannot be read, unless the server serves the
     *     rest
     * @return whose cancellation leaves the cursor where it is
     * @throws IllegalStateException when a read waits already, or the cursor was closed
     */
    Waiting read(int most, long bytes, Reply<List<ReadMessage>> reply);

    /** Gives up what it holds in memory; a read that waits has no reply. */
    void close();
}
