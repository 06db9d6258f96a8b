package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.HeapShare;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs of one partition, the oldest first. Changed by what the journal says. */
final class DedupRuns {
    static final long NONE = -1;

    private final List<DedupRun> runs = new ArrayList<>(1);
    private @Nullable HeapShare share;
    private long covered = NONE;

    /** From now on it is counted in how many ids are on disk. */
    void countIn(HeapShare all) {
        if (share == null) {
            share = all;
            runs.forEach(run -> all.add(run.count()));
        }
    }

    void add(DedupRun run) {
        runs.add(run);
        covered = Math.max(covered, run.to());
        count(run.count());
    }

    /** Runs whose filter is before this place are gone. */
    void forget(long place) {
        while (!runs.isEmpty() && runs.get(0).filterPlace() < place) {
            count(-runs.remove(0).count());
        }
    }

    private void count(int more) {
        if (share != null) {
            share.add(more);
        }
    }

    /** All of them, as they are now. */
    List<DedupRun> all() {
        return List.copyOf(runs);
    }

    int size() {
        return runs.size();
    }

    DedupRun get(int index) {
        return runs.get(index);
    }

    /** Ids of messages up to this offset are in no heap; {@link #NONE} for none. */
    long covered() {
        return covered;
    }

    /** The first place that is needed, or {@link #NONE}. */
    long from() {
        return runs.isEmpty() ? NONE : runs.get(0).firstPlace();
    }

    /** Time of the newest id, 0 when there is none. */
    long newest() {
        return runs.isEmpty() ? 0 : runs.get(runs.size() - 1).newest();
    }

    /** What to {@link #forget} if ids up to this time are forgotten, or {@link #NONE}. */
    long endOfRunsUntil(long time) {
        long end = NONE;
        for (DedupRun run : runs) {
            if (run.newest() > time) {
                break;
            }
            end = run.filterPlace() + 1;
        }
        return end;
    }

    /** How many ids are newer than this. */
    long countSince(long until) {
        long count = 0;
        for (int i = 0; i < runs.size(); i++) {
            count += runs.get(i).countSince(until);
        }
        return count;
    }

    /** The oldest time after this, or {@link #NONE}. */
    long oldestSince(long until) {
        for (DedupRun run : runs) {
            if (run.newest() > until) {
                return run.oldestSince(until);
            }
        }
        return NONE;
    }

    void write(ByteSink sink) {
        sink.putVarint(covered + 1);
        sink.putVarint(runs.size());
        runs.forEach(run -> run.write(sink));
    }

    void read(ByteSource source) {
        covered = source.getVarint() - 1;
        for (int left = source.getInt(); left > 0; left--) {
            runs.add(DedupRun.read(source));
        }
    }
}
