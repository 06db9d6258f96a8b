package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.SendResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Schedules whose changes are noted, and who had one run at once. */
final class AuditedSchedules implements Schedules {
    private final Schedules schedules;
    private final Noting noting;

    AuditedSchedules(Schedules schedules, Noting noting) {
        this.schedules = schedules;
        this.noting = noting;
    }

    @Override
    public void put(Caller caller, Schedule schedule, Reply<ScheduleInfo> reply) {
        String target = schedule.queue() + "/" + schedule.name();
        Map<String, String> before =
                schedules
                        .find(schedule.name())
                        .map(known -> WishText.of(known.schedule()))
                        .orElse(Map.of());
        Noting.What what = Noting.What.changed(before, WishText.of(schedule));
        schedules.put(caller, schedule, noting.of(caller, "put schedule", target, what, reply));
    }

    @Override
    public void enable(Caller caller, String name, Reply<ScheduleInfo> reply) {
        schedules.enable(caller, name, noting.of(caller, "enable schedule", target(name), reply));
    }

    @Override
    public void disable(Caller caller, String name, Reply<ScheduleInfo> reply) {
        schedules.disable(caller, name, noting.of(caller, "disable schedule", target(name), reply));
    }

    @Override
    public void delete(Caller caller, String name, Reply<ScheduleInfo> reply) {
        schedules.delete(caller, name, noting.of(caller, "delete schedule", target(name), reply));
    }

    @Override
    public void run(Caller caller, String name, Reply<SendResult.Sent> reply) {
        schedules.run(caller, name, noting.of(caller, "run schedule", target(name), reply));
    }

    /** The queue and the schedule's name; the name alone when there is no such schedule. */
    private String target(String name) {
        String queue = schedules.find(name).map(found -> found.schedule().queue() + "/").orElse("");
        return queue + name;
    }

    @Override
    public void preview(String when, String zone, int count, Reply<List<Long>> reply) {
        schedules.preview(when, zone, count, reply);
    }

    @Override
    public Optional<ScheduleInfo> find(String name) {
        return schedules.find(name);
    }

    @Override
    public Stream<ScheduleInfo> after(String name) {
        return schedules.after(name);
    }
}
