package dev.forebay.amqp;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * What clients have been sent of large messages and have not read: so that many who read slowly do
 * not fill the memory, further ones wait for their turn. On the lane.
 */
final class LargeDeliveries {
    /** In bytes: smaller bodies are not looked at. */
    private static final int LARGE = 1 << 20;

    /** In bytes: of all clients; one message may be larger. */
    private static final long MOST = 192L << 20;

    private final Map<AmqpConnection, Long> unread = new HashMap<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private long bytes;

    /** Whether a body of this size may be delivered now. */
    boolean hasRoom(int size) {
        return size < LARGE || bytes == 0 || bytes + size <= MOST;
    }

    /** A body of this size is on its way to a client. */
    void sent(AmqpConnection to, int size) {
        if (size >= LARGE) {
            bytes += size;
            unread.merge(to, (long) size, Long::sum);
        }
    }

    /** The client has read what it was sent, or is gone. */
    void read(AmqpConnection by) {
        Long size = unread.remove(by);
        if (size != null) {
            bytes -= size;
            for (int left = waiting.size(); left > 0; left--) {
                waiting.remove().run();
            }
        }
    }

    /** Runs this, once, when there may be room again. */
    void whenRoom(Runnable then) {
        waiting.add(then);
    }
}
