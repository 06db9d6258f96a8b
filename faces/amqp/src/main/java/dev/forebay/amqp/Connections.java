package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFault;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The connections that are open. Counted on any thread, else on the lane. */
final class Connections {
    private final Set<AmqpConnection> open = new LinkedHashSet<>();
    private volatile int count;

    void add(AmqpConnection connection) {
        open.add(connection);
        count = open.size();
    }

    void remove(AmqpConnection connection) {
        open.remove(connection);
        count = open.size();
    }

    /** Those that are open, in no order. */
    List<AmqpConnection> all() {
        return List.copyOf(open);
    }

    int count() {
        return count;
    }

    /** Ends the connections to a virtual host. */
    void endAllIn(Vhost vhost, AmqpFault why) {
        endAll(connection -> connection.isIn(vhost), why);
    }

    /** Ends the connections of a user. */
    void endAllOf(String user, AmqpFault why) {
        endAll(connection -> connection.isOf(user), why);
    }

    private void endAll(Predicate<AmqpConnection> which, AmqpFault why) {
        List.copyOf(open).stream().filter(which).forEach(connection -> connection.fail(why));
    }

    /** Tells all clients that the server stops. */
    void endAll() {
        each(AmqpConnection::stop);
    }

    /** Does something with each of them, which may end it. */
    void each(Consumer<AmqpConnection> deed) {
        List.copyOf(open).forEach(deed);
    }
}
