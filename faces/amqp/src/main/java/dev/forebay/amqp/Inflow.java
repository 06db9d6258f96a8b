package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What all clients together have sent that is not done: on its way to the disk, for which they are
 * made to wait, or held for them, which is refused beyond a limit: bodies that have not arrived
 * whole, and transactions. In bytes. On the lane.
 */
final class Inflow {
    private static final long MOST_ON_ITS_WAY = 64L << 20;
    private static final long MOST_HELD = 192L << 20;

    private final Set<ClientFlow> waiting = new LinkedHashSet<>();

    /** The first of them is read, the others wait for it. */
    private final Set<ClientFlow> large = new LinkedHashSet<>();

    private long onItsWay;
    private long held;

    /** Whether clients are to wait. */
    boolean isFull() {
        return onItsWay > MOST_ON_ITS_WAY;
    }

    void begin(long bytes) {
        onItsWay += bytes;
    }

    /** So much is done; those that waited may go on when there is room again. */
    void end(long bytes) {
        onItsWay -= bytes;
        if (!waiting.isEmpty() && onItsWay <= MOST_ON_ITS_WAY / 2) {
            List<ClientFlow> now = List.copyOf(waiting);
            waiting.clear();
            now.forEach(ClientFlow::readOrWait);
        }
    }

    /** Is told when there is room again. */
    void await(ClientFlow client) {
        waiting.add(client);
    }

    void forget(ClientFlow client) {
        waiting.remove(client);
        endLarge(client);
    }

    /** The client is in the middle of a large message, or of the next one. */
    void beginLarge(ClientFlow client) {
        large.add(client);
    }

    /** It is not any more: the next one may go on. */
    void endLarge(ClientFlow client) {
        if (large.remove(client) && !large.isEmpty()) {
            large.iterator().next().readOrWait();
        }
    }

    /** Whether the client's large message waits for another's. */
    boolean isBehind(ClientFlow client) {
        return large.contains(client) && large.iterator().next() != client;
    }

    /**
     * Holds so much more, or less when it is below 0.
     *
     * @throws AmqpFailure 506 when that is too much
     */
    void hold(long bytes) {
        if (bytes > 0 && held + bytes > MOST_HELD) {
            throw new AmqpFailure(
                    ReplyCode.RESOURCE_ERROR, "the server holds too much that is not complete");
        }
        held += bytes;
    }
}
