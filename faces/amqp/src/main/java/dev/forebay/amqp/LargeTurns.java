package dev.forebay.amqp;

import dev.forebay.engine.Lane;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Clients in the middle of a large message: one at a time is read, since a few such messages side
 * by side would take all memory. Whoever is slow loses his turn to the next and lines up again with
 * what he sends then. On the lane.
 */
final class LargeTurns {
    private static final long LOOK_MILLIS = 2_000;

    /**
     * In bytes: who sends less between two looks gives way, so that a turn lasts a minute at most.
     */
    private static final long LEAST_SENT = 4 << 20;

    private final Lane lane;

    /** The first of them is read, the others wait for it. */
    private final Set<ClientFlow> clients = new LinkedHashSet<>();

    private long sent;
    private boolean looking;

    LargeTurns(Lane lane) {
        this.lane = lane;
    }

    /** The client is in the middle of a large message, of which it has sent so much more. */
    void take(ClientFlow client, long bytes) {
        clients.add(client);
        sent += bytes;
        lookLater();
    }

    /** It is not any more: the next one may go on. */
    void end(ClientFlow client) {
        if (isBehind(client)) {
            clients.remove(client);
            client.readOrWait();
        } else if (clients.remove(client) && !clients.isEmpty()) {
            clients.iterator().next().readOrWait();
        }
    }

    /** Whether the client's large message waits for another's. */
    boolean isBehind(ClientFlow client) {
        return clients.contains(client) && clients.iterator().next() != client;
    }

    private void lookLater() {
        if (looking || clients.size() < 2) {
            return;
        }
        looking = true;
        ClientFlow first = clients.iterator().next();
        long before = sent;
        lane.schedule(() -> look(first, before), LOOK_MILLIS);
    }

    private void look(ClientFlow watched, long before) {
        looking = false;
        boolean stillFirst = !clients.isEmpty() && clients.iterator().next() == watched;
        if (stillFirst && sent - before < LEAST_SENT) {
            end(watched);
        }
        lookLater();
    }
}
