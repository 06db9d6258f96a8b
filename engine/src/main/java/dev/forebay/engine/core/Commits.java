package dev.forebay.engine.core;

import dev.forebay.engine.Lane;
import dev.forebay.log.LogStore;
import java.util.ArrayDeque;

/**
 * Appends in flight. Whatever order the store completes them in, they are confirmed in the order
 * they were made, so that messages become visible in the order of their offsets.
 */
final class Commits {
    private static final long RETRY_MILLIS = 100;

    private final LogStore store;
    private final Lane lane;
    private final Arrivals arrivals;
    private final ArrayDeque<Commit> inFlight = new ArrayDeque<>();
    private int held;

    Commits(LogStore store, Lane lane, Runnable before) {
        this.store = store;
        this.lane = lane;
        this.arrivals = new Arrivals(lane, before, this::confirmAll);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    void submit(Commit commit) {
        inFlight.addLast(commit);
        store.append(commit.entries, commit);
    }

    boolean isIdle() {
        return inFlight.isEmpty();
    }

    /** Whether something the state already reflects waits for room on the disk. */
    boolean isHeld() {
        return held > 0;
    }

    void remove(Commit commit) {
        inFlight.remove(commit);
    }

    void retryLater(Commit commit) {
        held++;
        lane.schedule(
                () -> {
                    held--;
                    store.append(commit.entries, commit);
                },
                RETRY_MILLIS);
    }

    private void confirmAll() {
        Commit first;
        while ((first = inFlight.peekFirst()) != null && first.isDone()) {
            inFlight.removeFirst();
            first.confirm();
        }
    }
}
