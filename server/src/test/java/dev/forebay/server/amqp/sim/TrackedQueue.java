package dev.forebay.server.amqp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A queue as clients know it. */
final class TrackedQueue {
    /** What it is like. */
    enum Kind {
        /** Durable. */
        KEPT,
        /** Durable, one consumer at a time. */
        SINGLE,
        /** Durable, refuses what is too much. */
        SHORT,
        /** Durable, and the only one from which clients take without acks. */
        CARELESS,
        /** Exclusive: gone with its connection. */
        OWNED,
        /** Not durable, gone with its last consumer. */
        PASSING;

        /** Nothing in it may be lost. */
        boolean loses() {
            return this == CARELESS || this == OWNED || this == PASSING;
        }

        /** What is published to it may be refused: it is full, or was deleted on the way. */
        boolean mayRefuse() {
            return this == SHORT || this == PASSING;
        }

        boolean endsWithProcess() {
            return this == OWNED || this == PASSING;
        }
    }

    /** Messages that {@link Kind#SHORT} holds. */
    static final int MOST_IN_SHORT = 6;

    final String name;
    final Kind kind;
    final List<Copy> copies = new ArrayList<>();
    final List<ClientConsumer> consumers = new ArrayList<>();

    /** The last one that got a message. */
    @Nullable ClientConsumer active;

    /** When it got its first one. */
    private long activeSince;

    /** When a client was gone that may not have heard of all that it was to get. */
    private long takerGoneAt = -1;

    /** {@link Model#nextMoment} of the last such end of one that acks nothing. */
    private long carelessGoneAt;

    boolean gone;
    boolean wasConsumed;

    TrackedQueue(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    Map<String, Object> arguments() {
        return switch (kind) {
            case SINGLE -> Map.of("x-single-active-consumer", true);
            case SHORT -> Map.of("x-max-length", MOST_IN_SHORT, "x-overflow", "reject-publish");
            case KEPT, CARELESS, OWNED, PASSING -> Map.of();
        };
    }

    /** One consumer at a time: the next one gets messages only when the one before has ended. */
    void delivers(ClientConsumer to, Model model, long now) {
        ClientConsumer before = active;
        if (kind == Kind.SINGLE && before != null && before != to && !before.ending) {
            boolean begins = activeSince == now;
            model.suspicions.add(
                    "single active: " + to + " got a message of " + name + " beside " + before,
                    now,
                    () -> before.ending || (begins && isStill(before, to)));
        }
        if (before != to) {
            active = to;
            activeSince = now;
        }
    }

    /** A client that gets messages of it has not heard of the last ones, and is gone. */
    void takerGone(boolean noAck, Model model, long now) {
        takerGoneAt = now;
        if (noAck) {
            carelessGoneAt = model.nextMoment();
        }
    }

    long takerGoneAt() {
        return takerGoneAt;
    }

    long carelessGoneAt() {
        return carelessGoneAt;
    }

    /** The server gave to the second one first, which has ended since. */
    private boolean isStill(ClientConsumer first, ClientConsumer second) {
        if (second.ending && active == second) {
            active = first;
        }
        return second.ending;
    }

    @Override
    public String toString() {
        return name;
    }
}
