package dev.forebay.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a run that are due next, as far as there is room in memory. All of the run that
 * are due before the last one kept are in it.
 */
final class LaterWindow {
    /** Queues may have so few each when they are many. */
    private static final int LEAST = 64;

    private final Core core;
    private final TreeMap<LaterPlace, Entry> entries = new TreeMap<>();
    private @Nullable LaterRun run;
    private int capacity;
    private boolean whole;

    /** Where a message is. */
    record Entry(LaterPlace place, long offset, int size) {}

    LaterWindow(Core core) {
        this.core = core;
    }

    /** Begins to take in messages of the run. */
    void begin(LaterRun next) {
        clear();
        run = next;
        whole = true;
        core.laterWindows++;
        capacity =
                Math.max(
                        Math.min(LEAST, core.limits.laterWindow()),
                        core.limits.laterWindow() / core.laterWindows);
    }

    boolean isOf(LaterRun other) {
        return run == other;
    }

    /** Whether nothing of the run is missing. */
    boolean isWhole() {
        return whole;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** When the next is due; there must be one. */
    long firstDue() {
        return entries.firstKey().due();
    }

    /** A message of a run, which is taken in when it is among the next. */
    void offer(LaterRun of, LaterPlace place, long offset, int size) {
        if (of != run || (!whole && (isEmpty() || place.compareTo(entries.lastKey()) > 0))) {
            return;
        }
        entries.put(place, new Entry(place, offset, size));
        if (entries.size() > capacity) {
            entries.pollLastEntry();
            whole = false;
        }
    }

    /** Those due by now, in order, up to so many bytes but at least one. */
    List<Entry> due(long wall, long mostBytes) {
        List<Entry> due = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : entries.values()) {
            bytes += entry.size() + RECORD_BYTES;
            if (entry.place().due() > wall || (bytes > mostBytes && !due.isEmpty())) {
                break;
            }
            due.add(entry);
        }
        return due;
    }

    /** About what a record takes besides its message. */
    private static final int RECORD_BYTES = 100;

    void remove(LaterPlace place) {
        entries.remove(place);
    }

    void forget(LaterRun gone) {
        if (run == gone) {
            clear();
        }
    }

    void clear() {
        if (run != null) {
            core.laterWindows--;
        }
        run = null;
        whole = false;
        entries.clear();
    }
}
