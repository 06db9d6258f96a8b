package dev.forebay.engine.core;

import dev.forebay.engine.Lane;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends in flight one behind the other. Whatever order the store completes them in, they are
 * confirmed in the order they were made, so that messages become visible in the order of their
 * offsets.
 */
final class CommitLine {
    private static final long RETRY_MILLIS = 100;

    /** Looking for memory where there is none costs a collection of garbage each time. */
    private static final long MEMORY_RETRY_MILLIS = 1_000;

    private final LogStore store;
    private final Lane lane;
    private final ArrayDeque<Commit> inFlight = new ArrayDeque<>();
    private boolean held;
    private @Nullable LogFailure shortage;

    CommitLine(LogStore store, Lane lane) {
        this.store = store;
        this.lane = lane;
    }

    void submit(Commit commit) {
        inFlight.addLast(commit);
        if (held) {
            commit.hold();
        } else {
            store.append(commit.entries, commit);
        }
    }

    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    /** Whether something was refused for want of room, and what is behind it waits for its turn. */
    boolean isHeld() {
        return held;
    }

    /** What room is missing for what is decided already, or null when nothing waits for it. */
    @Nullable LogFailure shortage() {
        return shortage;
    }

    /** Runs this once all that was submitted so far has ended, on disk or not. */
    void whenPast(Runnable then) {
        Commit last = inFlight.peekLast();
        if (last == null) {
            then.run();
        } else {
            last.follow(then);
        }
    }

    void remove(Commit commit) {
        List<Runnable> followers = commit.followers();
        Commit before = null;
        for (Commit each : inFlight) {
            if (each.equals(commit)) {
                break;
            }
            before = each;
        }
        inFlight.remove(commit);
        Commit heir = before;
        followers.forEach(heir == null ? Runnable::run : heir::follow);
    }

    /**
     * The store refused something for want of room. What was submitted behind it is refused too,
     * and is tried again behind it: a journal whose entries changed places could not be replayed.
     */
    void holdBehind(Commit refused, LogFailure why) {
        if (!held) {
            held = true;
            boolean memory = why instanceof LogFailure.OutOfMemory;
            // Where there was no memory for one send, others are taken meanwhile.
            shortage = memory && !refused.insists() ? null : why;
            long wait = memory ? MEMORY_RETRY_MILLIS : RETRY_MILLIS;
            lane.schedule(this::tryAgain, refused.insists() ? wait : 0);
        }
    }

    private void tryAgain() {
        if (inFlight.stream().anyMatch(Commit::isAtStore)) {
            lane.schedule(this::tryAgain, RETRY_MILLIS);
            return;
        }
        held = false;
        shortage = null;
        store.resume();
        for (Commit commit : inFlight.toArray(Commit[]::new)) {
            if (commit.isHeld()) {
                commit.release();
                store.append(commit.entries, commit);
            }
        }
    }

    void confirmAll() {
        Commit first;
        while ((first = inFlight.peekFirst()) != null && first.isDone()) {
            inFlight.removeFirst();
            first.confirm();
            first.followers().forEach(Runnable::run);
        }
    }
}
