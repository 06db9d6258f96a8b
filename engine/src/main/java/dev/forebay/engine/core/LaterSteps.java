package dev.forebay.engine.core;

import dev.forebay.engine.struct.Timer;
import dev.forebay.log.LogFailure;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a queue's scheduled messages as time passes, one step after the other: learn
 * which are due next, move those that are due, divide a run that has become too wide or full. What
 * others ask for (cancel, purge) takes its turn between the steps.
 */
final class LaterSteps extends Timer {
    private static final Logger LOG = LoggerFactory.getLogger(LaterSteps.class);

    /** The wall clock may have been set meanwhile; more often would only cost. */
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private static final long RETRY_MILLIS = 100;
    private static final long HELD_UP_MILLIS = 20;

    /** The first messages of a run are looked for this part of the least delay before it begins. */
    private static final int AHEAD = 30;

    /** A run of more messages than so many windows is divided. */
    private static final int MOST_WINDOWS = 4;

    private final Core core;
    private final Later later;
    private final LaterState state;
    private final LaterWindow window;
    private final LaterMove move;
    private final LaterDivision division;
    private final ArrayDeque<Runnable> asked = new ArrayDeque<>();
    private boolean busy;
    private boolean proceeding;
    private boolean askedFirst = true;
    private boolean divideFirst;

    LaterSteps(Core core, Later later) {
        this.core = core;
        this.later = later;
        this.state = later.state();
        this.window = new LaterWindow(core);
        this.move = new LaterMove(core, later, this);
        this.division = new LaterDivision(core, later, this);
    }

    LaterWindow window() {
        return window;
    }

    /** How many are on their way to where they go. */
    long moving() {
        return move.moving() + division.moving();
    }

    /** Runs the task when no step is under way; it must end with {@link #done}. */
    void ask(Runnable task) {
        asked.addLast(task);
        proceed();
    }

    /** The step, or what was asked for, is over. */
    void done() {
        busy = false;
        proceed();
    }

    void drop() {
        core.timers.cancel(this);
        window.clear();
        proceed();
    }

    @Override
    protected void fire(long now) {
        if (!later.isGone() && !later.partition().isLoaded()) {
            later.partition().whenLoaded(() -> {});
            return;
        }
        proceed();
    }

    /** Takes the next steps, if there are any to take. */
    void proceed() {
        if (proceeding) {
            return;
        }
        proceeding = true;
        try {
            boolean more = true;
            while (more && !busy) {
                more = next();
            }
        } finally {
            proceeding = false;
        }
    }

    private boolean next() {
        boolean stepped = !askedFirst && step();
        if (stepped) {
            askedFirst = true;
            return true;
        }
        Runnable task = asked.pollFirst();
        if (task != null) {
            askedFirst = false;
            busy = true;
            task.run();
            return true;
        }
        boolean more = askedFirst && step();
        askedFirst = true;
        return more;
    }

    /** Begins a step; false when there is none to take now. */
    private boolean step() {
        if (later.isGone() || core.gate.isStopping() || core.gate.failure() != null) {
            return false;
        }
        if (!later.partition().isLoaded()) {
            arm();
            return false;
        }
        if (core.gate.refusal(StoreGate.Work.MOVE) != null
                || core.journal.riderBytes() > core.limits.groupBytes() / 2) {
            core.timers.at(this, core.now() + RETRY_MILLIS);
            return false;
        }
        LaterRun first = first();
        if (first == null && state.divided == null) {
            core.timers.cancel(this);
            return false;
        }
        if (state.divided == null) {
            chooseDivision();
        }
        boolean dividing = state.divided != null && !division.isHeldUp();
        boolean dueFirst = !(divideFirst && dividing);
        divideFirst = false;
        if (dueFirst && first != null && first != state.divided && begun(first)) {
            divideFirst = true;
            return true;
        }
        if (dividing) {
            busy = true;
            division.step();
            return true;
        }
        arm();
        return false;
    }

    /**
     * The run whose messages are due before all others', or null. One that is being divided counts
     * with its parts, though it may hold nothing itself any more.
     */
    @Nullable LaterRun first() {
        for (LaterRun run : state.runs.values()) {
            if (!run.unreadable && (run.messages > 0 || run == state.divided)) {
                return run;
            }
        }
        return null;
    }

    private void chooseDivision() {
        long wall = core.wall();
        for (LaterRun run : state.runs.values()) {
            if (run.messages > 0 && !run.unreadable && mustBeDivided(run, wall)) {
                state.divide(run);
                window.forget(run);
                return;
            }
        }
    }

    private boolean mustBeDivided(LaterRun run, long wall) {
        boolean full =
                run.messages > (long) MOST_WINDOWS * core.limits.laterWindow()
                        && run.range.width() > 1
                        && run.range.from() - wall <= later.widths().lead();
        return full || later.widths().isTooWide(run.range, wall);
    }

    /** Begins to learn which messages of the run are due next, or to move those that are due. */
    private boolean begun(LaterRun run) {
        long wall = core.wall();
        if (run.range.from() > wall + ahead()) {
            return false;
        }
        if (!window.isOf(run) || (window.isEmpty() && !window.isWhole())) {
            busy = true;
            learn(run);
            return true;
        }
        if (window.isEmpty()) {
            run.missing = run.quarantine.isEmpty();
            leave(run, run.missing ? "they are not there" : "they are damaged");
            return true;
        }
        if (window.firstDue() > wall || window.firstDue() >= later.comingDue()) {
            return false;
        }
        busy = true;
        move.begin(run);
        return true;
    }

    private long ahead() {
        return core.limits.laterMillis() / AHEAD;
    }

    /** Looks through the run for those that are due next. */
    private void learn(LaterRun run) {
        window.begin(run);
        new LaterScan(core, run, run.start, run.end) {
            private boolean allLeft = true;

            @Override
            protected boolean record(StoredMessage stored, LaterPlace place) {
                if (state.isWaiting(run, place)) {
                    window.offer(run, place, reader().offset(), stored.size());
                    allLeft = false;
                } else if (allLeft) {
                    run.start = reader().offset() + 1;
                }
                // Where all are due at once they stand in their order: the rest comes behind.
                return run.range.width() > 1 || window.isWhole();
            }

            @Override
            protected void done() {
                LaterSteps.this.done();
            }

            @Override
            protected void stopped(LogFailure why) {
                cannotRead(run, why);
            }
        }.start();
    }

    /** What is left of the run cannot be read. */
    void cannotRead(LaterRun run, LogFailure why) {
        leave(run, why);
        done();
    }

    /** The messages that are left of the run are counted as delayed until a restart. */
    private void leave(LaterRun run, Object why) {
        if (!(why instanceof LogFailure.Closed)) {
            LOG.error(
                    "{} scheduled messages of queue \"{}\" in {} cannot be read and stay: {}",
                    run.messages,
                    later.queue().name(),
                    run.stream.name(),
                    why);
        }
        run.unreadable = true;
        window.forget(run);
        if (run == state.divided) {
            state.dividedAsFarAsPossible();
        }
    }

    /** Sets the wake-up for what comes next; the wall clock is looked at again and again. */
    private void arm() {
        long wall = core.wall();
        long most = Math.max(core.limits.laterMillis(), LOOK_AGAIN_MILLIS);
        long at = Long.MAX_VALUE;
        for (LaterRun run : state.runs.values()) {
            boolean more = !later.partition().isLoaded() && run.end < run.stream.endOffset();
            if (!run.unreadable && (run.messages > 0 || more)) {
                at = Math.min(at, nextTime(run));
            }
        }
        if (at == Long.MAX_VALUE) {
            core.timers.cancel(this);
            return;
        }
        long wait = at <= wall ? HELD_UP_MILLIS : Math.min(at - wall, most);
        core.timers.at(this, core.now() + wait);
    }

    private long nextTime(LaterRun run) {
        long at =
                window.isOf(run) && !window.isEmpty()
                        ? window.firstDue()
                        : run.range.from() - ahead();
        long wide = later.widths().tooWideFrom(run.range);
        boolean divides = run != state.divided && wide != LaterWidths.NEVER;
        return divides && wide < run.range.to() ? Math.min(at, wide) : at;
    }
}
