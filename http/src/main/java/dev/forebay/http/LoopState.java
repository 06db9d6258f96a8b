package dev.forebay.http;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the connections of one event loop share: the encoder and the sweep that looks at all their
 * deadlines, so that a request costs no timer. Used on the loop only, once made.
 */
final class LoopState {
    final ResponseEncoder encoder;
    private final long sweepMillis;
    private final Set<HttpConnection> connections = new HashSet<>();
    private long now;

    LoopState(EventLoop loop, Limits limits, InstantSource wallClock) {
        this.encoder = new ResponseEncoder(wallClock);
        this.sweepMillis = limits.sweepMillis();
        var _ =
                loop.scheduleWithFixedDelay(
                        this::sweep, sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
    }

    /** Coarse time in ms, advanced by the sweep; only differences mean something. */
    long now() {
        return now;
    }

    void add(HttpConnection connection) {
        connections.add(connection);
    }

    void remove(HttpConnection connection) {
        connections.remove(connection);
    }

    private void sweep() {
        now += sweepMillis;
        encoder.refreshDate();
        for (HttpConnection connection : new ArrayList<>(connections)) {
            connection.checkDeadlines(now);
        }
    }
}
