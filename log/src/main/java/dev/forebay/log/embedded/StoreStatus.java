package dev.forebay.log.embedded;

import dev.forebay.log.LogFailure;
import dev.forebay.log.StoreState;
import dev.forebay.log.StoreStateListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's state and who wants to hear of it. Failing is for ever. Safe for any thread. */
final class StoreStatus {
    private static final Logger LOG = LoggerFactory.getLogger(StoreStatus.class);

    private final List<StoreStateListener> listeners = new CopyOnWriteArrayList<>();
    private volatile StoreState state = new StoreState.Accepting();

    StoreState state() {
        return state;
    }

    void onChange(StoreStateListener listener) {
        listeners.add(listener);
    }

    /** A write, a sync or a task failed: nothing that depends on it may ever be confirmed. */
    void fail(String what, Throwable cause) {
        LOG.error("Storage failed while {}; nothing is accepted until a restart", what, cause);
        change(new StoreState.Failed("%s: %s".formatted(what, cause)));
    }

    void spaceChanged(StoreState now) {
        change(now);
    }

    void closed() {
        change(new StoreState.Closed());
    }

    private void change(StoreState now) {
        StoreState before;
        synchronized (this) {
            before = state;
            boolean closed = before instanceof StoreState.Closed;
            boolean stuck =
                    before instanceof StoreState.Failed && !(now instanceof StoreState.Closed);
            if (closed || stuck || before.equals(now)) {
                return;
            }
            state = now;
        }
        tellOfSpace(before, now);
        for (StoreStateListener listener : listeners) {
            listener.changed(now);
        }
    }

    private static void tellOfSpace(StoreState before, StoreState now) {
        boolean scarce = before instanceof StoreState.UsingReserve;
        if (!scarce && now instanceof StoreState.UsingReserve) {
            LOG.warn(
                    "The volume is full: the reserve is in use. Sends are refused, acks are taken;"
                            + " all goes on by itself when there is room");
        } else if (scarce && now instanceof StoreState.Accepting) {
            LOG.info("There is room on the volume again: sends are taken");
        }
    }

    /** Why nothing is taken any more, or null when appends are taken. */
    @Nullable LogFailure refusal() {
        return switch (state) {
            case StoreState.Failed failed -> new LogFailure.Failed(failed.reason());
            case StoreState.Closed closed -> new LogFailure.Closed();
            case StoreState.Accepting accepting -> null;
            case StoreState.UsingReserve usingReserve -> null;
        };
    }

    boolean isFailed() {
        return state instanceof StoreState.Failed;
    }
}
