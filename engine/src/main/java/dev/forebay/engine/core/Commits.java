package dev.forebay.engine.core;

import dev.forebay.engine.Lane;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends in flight, in two lines: those that wait for the disk, and those to volatile streams
 * alone, which do not. Where an append of the first line has a part in a volatile stream, what
 * follows there stays behind it.
 */
final class Commits {
    private final Arrivals arrivals;
    private final CommitLine durable;
    private final CommitLine unsynced;

    /** Volatile streams that appends of the durable line have a part in, and how many. */
    private final Map<LogStream, Integer> awaited = new HashMap<>();

    Commits(LogStore store, Lane lane, Runnable before) {
        this.arrivals = new Arrivals(lane, before, this::confirmAll);
        this.durable = new CommitLine(store, lane);
        this.unsynced = new CommitLine(store, lane);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    void submit(Commit commit) {
        List<StreamAppend> entries = commit.entries;
        if (isUnsynced(entries)) {
            commit.enter(unsynced);
        } else {
            await(entries, 1);
            commit.enter(durable);
        }
    }

    private boolean isUnsynced(List<StreamAppend> entries) {
        for (int i = 0; i < entries.size(); i++) {
            List<LogStream> targets = entries.get(i).targets();
            for (int j = 0; j < targets.size(); j++) {
                LogStream target = targets.get(j);
                if (!target.isVolatile() || awaited.containsKey(target)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Runs this once all that was submitted so far has ended, on disk or not. */
    void whenPast(Runnable then) {
        durable.whenPast(() -> unsynced.whenPast(then));
    }

    private void await(List<StreamAppend> entries, int more) {
        for (int i = 0; i < entries.size(); i++) {
            List<LogStream> targets = entries.get(i).targets();
            for (int j = 0; j < targets.size(); j++) {
                if (targets.get(j).isVolatile()) {
                    awaited.merge(
                            targets.get(j),
                            more,
                            (old, change) -> old + change == 0 ? null : old + change);
                }
            }
        }
    }

    /** The commit has its end, whatever that is. */
    void ended(Commit commit) {
        if (commit.line() == durable) {
            await(commit.entries, -1);
        }
    }

    boolean isIdle() {
        return durable.isEmpty() && unsynced.isEmpty();
    }

    /** What room is missing for what is decided already, or null when nothing waits for it. */
    @Nullable LogFailure shortage() {
        LogFailure missing = durable.shortage();
        return missing == null ? unsynced.shortage() : missing;
    }

    private void confirmAll() {
        unsynced.confirmAll();
        durable.confirmAll();
    }
}
