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

    /** Those of them that have not come in yet, the first to come first. */
    private final Set<AmqpConnection> arriving = new LinkedHashSet<>();

    private volatile int count;

    void add(AmqpConnection connection) {
        open.add(connection);
        arriving.add(connection);
        count = open.size();
    }

    void remove(AmqpConnection connection) {
        open.remove(connection);
        arriving.remove(connection);
        count = open.size();
    }

    /** It has come in: nobody takes its place any more. */
    void arrived(AmqpConnection connection) {
        arriving.remove(connection);
    }

    /**
     * Makes a place for a new one where all are taken: by closing the one that has been shaking
     * hands for the longest, so that who never comes in keeps nobody out. Returns whether there is
     * one.
     */
    boolean hasPlace(int most) {
        if (open.size() < most) {
            return true;
        }
        if (arriving.isEmpty()) {
            return false;
        }
        AmqpConnection longest = arriving.iterator().next();
        remove(longest);
        longest.close();
        return true;
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
