package dev.forebay.engine.sim;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.MissedRuns;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.cron.RunText;
import dev.forebay.engine.cron.RunTimes;
import dev.forebay.engine.cron.WrongRunText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The reference for one schedule, from when it is made until it is deleted: each of its times up to
 * the next was a run, made once, or is counted as missed.
 */
final class RepeatedModel {
    private final String name;
    private final String when;
    private final RunTimes times;
    private final Set<MissedRuns> policies = EnumSet.noneOf(MissedRuns.class);
    private Presence presence = Presence.NEVER;
    private Presence before = Presence.NEVER;
    private boolean busy;
    private long asked;
    private long ran;

    /** Whether there is such a schedule, as far as clients were told. */
    private enum Presence {
        NEVER,
        /** Being made, or perhaps made. */
        PERHAPS,
        THERE,
        /** Being deleted, or perhaps deleted. */
        PERHAPS_GONE,
        GONE
    }

    RepeatedModel(String name, String when) {
        this.name = name;
        this.when = when;
        try {
            times = RunText.read(when, ZoneOffset.UTC);
        } catch (WrongRunText wrong) {
            throw new IllegalArgumentException(when, wrong);
        }
    }

    String name() {
        return name;
    }

    String when() {
        return when;
    }

    /** Whether something that was asked for is unanswered. */
    boolean isBusy() {
        return busy;
    }

    boolean isThere() {
        return presence == Presence.THERE;
    }

    void asking() {
        busy = true;
        before = presence;
    }

    void putting(MissedRuns policy) {
        asking();
        policies.add(policy);
        if (presence != Presence.THERE) {
            presence = Presence.PERHAPS;
        }
    }

    void deleting() {
        presence = Presence.PERHAPS_GONE;
    }

    void running() {
        asked++;
    }

    void ran() {
        busy = false;
        ran++;
    }

    void there() {
        busy = false;
        presence = Presence.THERE;
    }

    void gone() {
        busy = false;
        presence = Presence.GONE;
    }

    /** What was asked for was certainly not done. */
    void notDone() {
        busy = false;
        presence = before;
    }

    /** A recovered server shows whether it is there. */
    void adopt(boolean found) {
        busy = false;
        presence = found ? Presence.THERE : Presence.GONE;
    }

    /** Holds what a server tells and has sent against what may be. */
    void check(Optional<ScheduleInfo> told, List<Delivery> sent) {
        if (told.isPresent() && (presence == Presence.NEVER || presence == Presence.GONE)) {
            throw new SimulationFailure("is not gone: " + told);
        }
        if (told.isEmpty() && presence == Presence.THERE) {
            throw new SimulationFailure("lost schedule " + name);
        }
        TreeMap<Long, Delivery> runs = new TreeMap<>();
        for (Delivery one : sent) {
            Delivery other = runs.put(number(one, Schedule.RUN_HEADER).orElseThrow(), one);
            if (other != null) {
                throw new SimulationFailure("made twice: " + show(other) + " and " + show(one));
            }
        }
        if (!runs.isEmpty() && (runs.firstKey() != 1 || runs.lastKey() != runs.size())) {
            throw new SimulationFailure(name + " lacks runs: " + runs.keySet());
        }
        long planned = checkTimes(runs);
        long unplanned = runs.size() - planned;
        if (unplanned < ran || unplanned > asked) {
            throw new SimulationFailure(
                    name + ": asked for " + asked + " runs, told of " + ran + ", got " + unplanned);
        }
        told.ifPresent(info -> checkCounts(info, runs.size(), planned));
    }

    /** Returns how many runs were planned. */
    private long checkTimes(Map<Long, Delivery> runs) {
        long planned = 0;
        long last = Long.MIN_VALUE;
        for (Delivery run : runs.values()) {
            Optional<Long> at = number(run, Schedule.PLANNED_HEADER);
            if (at.isEmpty()) {
                continue;
            }
            planned++;
            long time = at.get();
            if (time <= last || times.next(time - 1) != time || run.sentAt() < time) {
                throw new SimulationFailure("not its time: " + show(run) + " after " + last);
            }
            last = time;
            boolean late = run.sentAt() - time > MissedRuns.LATE_MILLIS;
            if (late && policies.equals(Set.of(MissedRuns.SKIP))) {
                throw new SimulationFailure("should have been skipped: " + show(run));
            }
            boolean latest = times.next(time) >= run.sentAt() - MissedRuns.LATE_MILLIS;
            if (late && !latest && !policies.contains(MissedRuns.ALL)) {
                throw new SimulationFailure("is not the last that was missed: " + show(run));
            }
        }
        return planned;
    }

    private void checkCounts(ScheduleInfo info, long runs, long planned) {
        long due = times.count(info.createdAt(), info.nextAt() - 1);
        if (info.runs() != runs || planned + info.missed() != due) {
            throw new SimulationFailure(
                    "of " + due + " times " + planned + " were runs, " + runs + " in all: " + info);
        }
        if (times.next(info.nextAt() - 1) != info.nextAt()) {
            throw new SimulationFailure("next is at no time of its own: " + info);
        }
    }

    private static String show(Delivery run) {
        return header(run, Schedule.NAME_HEADER)
                + " run "
                + header(run, Schedule.RUN_HEADER)
                + " planned "
                + header(run, Schedule.PLANNED_HEADER)
                + " sent "
                + run.sentAt();
    }

    private static Optional<Long> number(Delivery delivery, String name) {
        return header(delivery, name).map(Long::parseLong);
    }

    static Optional<String> header(Delivery delivery, String name) {
        return delivery.message().headers().stream()
                .filter(header -> header.name().equals(name))
                .map(header -> StandardCharsets.UTF_8.decode(header.value().duplicate()).toString())
                .findFirst();
    }
}
