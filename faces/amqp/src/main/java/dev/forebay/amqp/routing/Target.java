package dev.forebay.amqp.routing;

import java.util.LinkedHashSet;
import java.util.Set;

/** A queue or exchange that bindings lead to. */
final class Target {
    private final Destination destination;
    private final Set<Binding> incoming = new LinkedHashSet<>();
    private long lastWalk;

    Target(Destination destination) {
        this.destination = destination;
    }

    Destination destination() {
        return destination;
    }

    /** The bindings that lead here, oldest first. */
    Set<Binding> incoming() {
        return incoming;
    }

    /** Whether that walk comes here for the first time. Walks are numbered from 1. */
    boolean firstReachedBy(long walk) {
        boolean first = lastWalk != walk;
        lastWalk = walk;
        return first;
    }
}
