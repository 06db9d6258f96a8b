package dev.forebay.http;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What all connections of one listener share. Thread-safe. */
final class ListenerState {
    final HttpHandler handler;
    final HttpEvents events;
    final Limits limits;
    final RequestRules rules;
    final ByteBudget budget;
    private final InstantSource wallClock;
    private final Map<EventLoop, LoopState> loops = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean draining;

    ListenerState(HttpHandler handler, HttpEvents events, Limits limits, InstantSource wallClock) {
        this.handler = handler;
        this.events = events;
        this.limits = limits;
        this.wallClock = wallClock;
        this.rules = new RequestRules(limits);
        this.budget = new ByteBudget(limits.maxInFlightBytes());
    }

    LoopState loop(EventLoop loop) {
        return loops.computeIfAbsent(loop, key -> new LoopState(key, limits, wallClock));
    }

    /** Counts one connection in; false when there are too many. */
    boolean enter() {
        if (connections.incrementAndGet() <= limits.maxConnections()) {
            events.opened();
            return true;
        }
        connections.decrementAndGet();
        events.connectionRefused();
        return false;
    }

    void leave() {
        connections.decrementAndGet();
        events.closed();
    }

    int connections() {
        return connections.get();
    }

    boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }
}
