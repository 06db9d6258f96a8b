package dev.forebay.amqp;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a peer hears something twice an interval, and that it is heard of within two. On
 * the connection's event loop.
 */
final class Heartbeats {
    private static final int LOOKS_OF_SILENCE = 4;

    private final AmqpConnection connection;
    private @Nullable ScheduledFuture<?> looking;
    private boolean sent;
    private int silent;

    Heartbeats(AmqpConnection connection) {
        this.connection = connection;
    }

    /**
     * Begins.
     *
     * @param seconds the interval that was agreed on, 1 or more
     */
    void start(EventExecutor loop, int seconds) {
        long half = Math.max(1, TimeUnit.SECONDS.toMillis(seconds) / 2);
        looking = loop.scheduleAtFixedRate(this::look, half, half, TimeUnit.MILLISECONDS);
    }

    void heard() {
        silent = 0;
    }

    void sent() {
        sent = true;
    }

    void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    private void look() {
        if (!sent) {
            connection.heartbeat();
        }
        sent = false;
        // Who is not read cannot be heard.
        silent = connection.flow().reads() ? silent + 1 : 0;
        if (silent >= LOOKS_OF_SILENCE) {
            connection.silent();
        }
    }
}
