package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.ScheduleGuard;
import dev.forebay.engine.cron.RunTimes;
import dev.forebay.engine.struct.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes runs as their time comes. Times are those of the wall clock, which is looked at again and
 * again since it can jump. The messages of all runs of a turn, and how far their schedules have
 * come, are one append: neither is on disk without the other.
 */
final class ScheduleRuns extends Timer {
    /** So long a jump of the wall clock may go unseen, in ms. */
    private static final long LONGEST_SLEEP = 10_000;

    private static final long HELD_UP_MILLIS = 100;
    private static final long FIRST_RETRY = 1_000;
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_RUNS = 500;

    /** About what the note of how far a schedule has come takes. */
    private static final long RECORD_BYTES = 256;

    private static final long MOST_BYTES = 1 << 20;

    private final Core core;
    private final ScheduleLog log;
    private final TreeSet<ScheduleEntry> armed =
            new TreeSet<>(
                    Comparator.<ScheduleEntry>comparingLong(entry -> entry.armedFor)
                            .thenComparingLong(entry -> entry.id));
    private ScheduleGuard guard = (user, schedule) -> true;
    private boolean held;

    ScheduleRuns(Core core, ScheduleLog log) {
        this.core = core;
        this.log = log;
    }

    /** Nothing runs until there is somebody to ask. */
    void hold() {
        held = true;
    }

    void guard(ScheduleGuard asked) {
        guard = asked;
        held = false;
    }

    /** Sets when to look at it again, after it was changed or has run. */
    void arm(ScheduleEntry entry) {
        disarm(entry);
        if (entry.schedule.isEnabled() && entry.next != RunTimes.NEVER) {
            entry.armedFor = entry.next;
            armed.add(entry);
        }
        sleep();
    }

    /** It is not to be looked at any more. */
    void disarm(ScheduleEntry entry) {
        core.timers.cancel(entry.retry);
        if (entry.armedFor != RunTimes.NEVER) {
            armed.remove(entry);
            entry.armedFor = RunTimes.NEVER;
        }
    }

    private void sleep() {
        if (armed.isEmpty()) {
            core.timers.cancel(this);
            return;
        }
        long wait = Math.max(1, armed.first().armedFor - core.wall());
        core.timers.at(this, core.now() + Math.min(wait, LONGEST_SLEEP));
    }

    @Override
    protected void fire(long now) {
        if (core.gate.isStopping() || core.gate.failure() != null) {
            return;
        }
        boolean due = !armed.isEmpty() && armed.first().armedFor <= core.wall();
        if (due && isHeldUp()) {
            core.timers.at(this, core.now() + HELD_UP_MILLIS);
            return;
        }
        if (due) {
            new Step().take();
        }
        sleep();
    }

    private boolean isHeldUp() {
        return held
                || core.gate.refusal(StoreGate.Work.SEND) != null
                || core.journal.riderBytes() > core.limits.groupBytes() / 2;
    }

    /** Why whoever made it may not send any more, or null. */
    @Nullable String forbidden(ScheduleEntry entry) {
        if (guard.allows(entry.createdBy, entry.schedule)) {
            return null;
        }
        return "Whoever made the schedule ("
                + (entry.createdBy.isEmpty() ? "nobody known" : entry.createdBy)
                + ") may not send to queue \""
                + entry.schedule.queue()
                + "\" any more. Grant it, or let another user make the schedule anew.";
    }

    /** What is due in this turn. */
    private final class Step {
        private final ScheduledSends sends = new ScheduledSends(core);
        private final List<ScheduleEntry> changed = new ArrayList<>();
        private final long mostBytes = Math.min(MOST_BYTES, core.limits.groupBytes() / 4);
        private int runs;

        void take() {
            while (!armed.isEmpty() && armed.first().armedFor <= core.wall() && !isFull()) {
                ScheduleEntry entry = armed.pollFirst();
                entry.armedFor = RunTimes.NEVER;
                take(entry);
            }
            sends.ride();
            if (!changed.isEmpty()) {
                log.progress(changed);
            }
        }

        private boolean isFull() {
            long records = RECORD_BYTES * changed.size();
            return runs >= MOST_RUNS || sends.bytes() + records >= mostBytes;
        }

        private void take(ScheduleEntry entry) {
            QueueState queue = core.catalog.get(entry.queueId);
            if (queue == null) {
                // Its deletion is about to disable it.
                return;
            }
            if (!queue.partition().isLoaded() && queue.partition().broken() == null) {
                queue.partition().whenLoaded(() -> loaded(entry));
                return;
            }
            MissedDecision decision =
                    MissedDecision.of(entry.schedule, entry.times(), entry.next, core.wall());
            boolean news = decision.missed() > 0;
            entry.missed += decision.missed();
            entry.next = decision.next();
            String refused = null;
            while (refused == null && entry.next <= core.wall() && !isFull()) {
                refused = run(queue, entry);
                news |= refused == null;
            }
            if (refused != null) {
                news |= refuse(entry, refused);
            } else {
                arm(entry);
            }
            if (news) {
                changed.add(entry);
            }
        }

        /** Makes one run; returns why it is refused, or null. */
        private @Nullable String run(QueueState queue, ScheduleEntry entry) {
            runs++;
            String forbidden = forbidden(entry);
            if (forbidden != null) {
                return forbidden;
            }
            Caller before = core.callers.current();
            core.callers.enter(entry.caller());
            Refusal refusal = sends.add(entry.caller(), queue, entry, entry.next, SendCall.NOBODY);
            core.callers.enter(before);
            if (refusal != null) {
                return refusal.message();
            }
            entry.lastPlanned = entry.next;
            entry.next = entry.times().next(entry.next);
            ran(entry);
            return null;
        }

        /** Notes the refusal, and tries again in a while; whether that is news for the disk. */
        private boolean refuse(ScheduleEntry entry, String reason) {
            boolean news =
                    entry.failure
                            .filter(known ->
                                    known.plannedAt() == entry.next
                                            && known.reason().equals(reason))
                            .isEmpty();
            if (news) {
                entry.failed(core.wall(), entry.next, reason);
            }
            int doublings = Math.min(entry.refusals, MOST_DOUBLINGS);
            entry.refusals++;
            core.timers.at(entry.retry, core.now() + (FIRST_RETRY << doublings));
            return news;
        }
    }

    /** Counts a run that is on its way to the disk. */
    void ran(ScheduleEntry entry) {
        entry.lastRan = core.wall();
        entry.runs++;
        entry.missedBefore = entry.missed;
        entry.refusals = 0;
    }

    private void loaded(ScheduleEntry entry) {
        if (log.holds(entry)) {
            arm(entry);
        }
    }
}
