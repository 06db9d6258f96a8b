package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Waiting;
import dev.forebay.testkit.history.HistoryClient;
import dev.forebay.testkit.history.ReceiveCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one client remembers: its leases, the newest first, and what it waits for. */
final class VirtualClient {
    /** A lease that the client was given, perhaps ended since. */
    record Held(String queue, long id, LeaseId lease) {}

    private static final int REMEMBERED = 30;

    final String name;
    final HistoryClient pen;
    final Caller caller;

    /** For what is not part of the history: named subscriptions and passes. */
    final HistoryClient aside;

    private final List<Held> held = new ArrayList<>();
    private @Nullable Waiting waiting;
    private @Nullable Wish wish;
    private @Nullable ReceiveCall call;

    VirtualClient(String name, HistoryClient pen, HistoryClient aside) {
        this.name = name;
        this.pen = pen;
        this.caller = new Caller("sim", "", "", name);
        this.aside = aside;
    }

    void holds(Held lease) {
        held.add(0, lease);
        if (held.size() > REMEMBERED) {
            held.removeLast();
        }
    }

    /** Mostly leases of late, now and then an old one. */
    Optional<Held> pick(int number) {
        if (held.isEmpty()) {
            return Optional.empty();
        }
        int recent = Math.min(held.size(), 12);
        return Optional.of(held.get(number % 8 == 0 ? number % held.size() : number % recent));
    }

    boolean isWaiting() {
        return wish != null;
    }

    void waits(Wish forWish, ReceiveCall pending) {
        wish = forWish;
        call = pending;
    }

    void waitsThrough(Waiting handle) {
        if (wish != null) {
            waiting = handle;
        }
    }

    void answered() {
        waiting = null;
        wish = null;
        call = null;
    }

    /** Ends the wait, if any, and returns what it was for. The call's end stays unknown. */
    Optional<Wish> cancel() {
        Wish given = wish;
        if (waiting == null || call == null || given == null) {
            return Optional.empty();
        }
        waiting.cancel();
        call.unknown();
        answered();
        return Optional.of(given);
    }
}
