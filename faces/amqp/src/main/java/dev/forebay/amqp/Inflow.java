package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.Lane;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all clients together have sent that is not done: on its way to the disk, for which they are
 * made to wait, or held for them, which is refused beyond a limit: bodies that have not arrived
 * whole, and transactions. In bytes. On the lane.
 */
final class Inflow {
    private final long mostOnItsWay;
    private final long mostHeld;
    private final Set<ClientFlow> waiting = new LinkedHashSet<>();
    private final Set<ClientFlow> holders = new LinkedHashSet<>();
    private final LargeTurns turns;
    private long onItsWay;
    private long held;

    Inflow(Lane lane, AmqpSettings settings) {
        this.mostOnItsWay = settings.onItsWayBytes();
        this.mostHeld = settings.heldBytesOfAll();
        this.turns = new LargeTurns(lane);
    }

    /** Who of those with large messages is read. */
    LargeTurns turns() {
        return turns;
    }

    /** Whether clients are to wait. */
    boolean isFull() {
        return onItsWay > mostOnItsWay;
    }

    void begin(long bytes) {
        onItsWay += bytes;
    }

    /** So much is done; those that waited may go on when there is room again. */
    void end(long bytes) {
        onItsWay -= bytes;
        if (!waiting.isEmpty() && onItsWay <= mostOnItsWay / 2) {
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
        holders.remove(client);
        turns.end(client);
    }

    /**
     * Holds so much more of a client, or less when it is below 0. Where there is no room, whoever
     * has most has to go: nobody keeps others out by never completing what he began.
     *
     * @throws AmqpFailure 506 when that is this client itself
     */
    void hold(ClientFlow client, long bytes) {
        while (bytes > 0 && held + bytes > mostHeld) {
            ClientFlow most = mostHolding();
            if (most == null || most.held() <= client.held() + bytes) {
                throw new AmqpFailure(
                        ReplyCode.RESOURCE_ERROR, "the server holds too much that is not complete");
            }
            holders.remove(most);
            most.refuseHeld();
        }
        held += bytes;
        if (client.held() + bytes > 0) {
            holders.add(client);
        } else {
            holders.remove(client);
        }
    }

    private @Nullable ClientFlow mostHolding() {
        return holders.stream().max(Comparator.comparingLong(ClientFlow::held)).orElse(null);
    }
}
