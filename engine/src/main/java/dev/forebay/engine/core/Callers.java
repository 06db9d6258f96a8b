package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.log.record.Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose command is being carried out, and by which number journal and messages name a caller. A
 * number is the sequence number of the journal's record that announces it, so that it means one
 * caller for ever. It is used for one minute of engine time and then announced anew under another:
 * a reader who begins at the beginning of a minute misses none, and what is kept here is bounded by
 * the callers of a minute.
 */
final class Callers {
    static final long MINUTE_MILLIS = 60_000;

    /** Nobody: what happens by itself. */
    static final long NOBODY = 0;

    /** So many callers of a minute have a number; all after that are as nobody. */
    private static final int MOST = 10_000;

    static final Known NO_ONE =
            new Known(NOBODY, EngineHeaders.number(EngineHeaders.FROM, NOBODY), List.of());

    private final Core core;
    private final Map<Caller, Known> known = new HashMap<>();
    private long minuteEnd = Long.MIN_VALUE;
    private @Nullable Caller current;
    private @Nullable Caller last;
    private Known lastKnown = NO_ONE;

    Callers(Core core) {
        this.core = core;
    }

    /**
     * A caller's number.
     *
     * @param header the number as a message carries it
     * @param inFull as a message carries it that may outlive what the number means; none for nobody
     */
    record Known(long number, Header header, List<Header> inFull) {}

    /** When the minute began that this engine time is in. */
    static long minuteOf(long time) {
        return time - Math.floorMod(time, MINUTE_MILLIS);
    }

    /** What follows is done for this caller. */
    void enter(@Nullable Caller caller) {
        current = caller;
    }

    @Nullable Caller current() {
        return current;
    }

    /** Carries out a task for this caller, whoever's turn it is. */
    void as(@Nullable Caller caller, Runnable task) {
        Caller before = current;
        current = caller;
        try {
            task.run();
        } finally {
            current = before;
        }
    }

    /** The number of whoever's command it is; announced. */
    @SuppressWarnings("ReferenceEquality") // An equal caller is found in the map.
    Known known() {
        Caller caller = current;
        if (caller == null) {
            return NO_ONE;
        }
        if (core.now() >= minuteEnd) {
            minuteEnd = minuteOf(core.now()) + MINUTE_MILLIS;
            forget();
        }
        if (caller != last) {
            last = caller;
            lastKnown = numbered(caller);
        }
        return lastKnown;
    }

    /** The announcements did not reach the disk, or are not good any more: they are made anew. */
    void forget() {
        known.clear();
        last = null;
    }

    private Known numbered(Caller caller) {
        Known before = known.get(caller);
        if (before != null) {
            return before;
        }
        if (known.size() >= MOST) {
            return NO_ONE;
        }
        long number = core.journal.announce(caller);
        Known added =
                new Known(
                        number,
                        EngineHeaders.number(EngineHeaders.FROM, number),
                        List.of(EngineHeaders.sender(caller)));
        known.put(caller, added);
        return added;
    }
}
