package dev.forebay.amqp;

import dev.forebay.engine.Lane;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was written for clients, all of them together, and that they have not read, in bytes. Some
 * that read nothing must not take the memory that others need: the more there is the less each may
 * have, beyond a limit nothing more is delivered, and who reads nothing at all is cut off then. On
 * the lane.
 */
final class Unread {
    private static final long LOOK_MILLIS = 1_000;

    private final Lane lane;
    private final long most;
    private final Set<ClientFlow> holders = new LinkedHashSet<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private long total;
    private boolean looking;

    Unread(Lane lane, AmqpSettings settings) {
        this.lane = lane;
        this.most = settings.unreadBytesOfAll();
    }

    /** Whether so much is unread that nothing more is delivered. */
    boolean isFull() {
        return total > most;
    }

    /** Whether so much is unread that each client may have little. */
    boolean isMuch() {
        return total > most / 2;
    }

    /** Of one client so much is unread now, and was before. */
    void changed(ClientFlow client, long now, long before) {
        total += now - before;
        if (now > 0) {
            holders.add(client);
        } else {
            holders.remove(client);
        }
        if (isMuch() && !looking) {
            looking = true;
            lookLater();
        }
        if (!waiting.isEmpty() && !isFull()) {
            List<Runnable> those = List.copyOf(waiting);
            waiting.clear();
            // Not from within what one of them is being told.
            lane.execute(() -> those.forEach(Runnable::run));
        }
    }

    private void lookLater() {
        lane.schedule(
                () -> {
                    List.copyOf(holders).forEach(ClientFlow::cutIfStalled);
                    looking = isMuch();
                    if (looking) {
                        lookLater();
                    }
                },
                LOOK_MILLIS);
    }

    /** Runs this, once, when more may be delivered. */
    void await(Runnable then) {
        waiting.add(then);
    }

    /** Does not run it any more. */
    void awaitNoMore(Runnable then) {
        waiting.remove(then);
    }

    /** The client is gone, and what it had not read. */
    void forget(ClientFlow client, long unread) {
        changed(client, 0, unread);
    }
}
