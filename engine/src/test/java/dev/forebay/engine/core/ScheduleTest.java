package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.Message;
import dev.forebay.engine.MissedRuns;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.Schedules;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import dev.forebay.log.record.Header;
import dev.forebay.testkit.log.MemoryLogOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final String TICK = "tick";

    private Rig rig = Rig.with(QueueSettings.defaults());

    private Schedules schedules() {
        return rig.engine.schedules();
    }

    private static Schedule schedule(String when) {
        Message message = Rig.message(null, "hello", new Header("a", Rig.bytes("b")));
        return Schedule.of(TICK, Rig.QUEUE, when, new Send(message, Send.QUEUE_DELAY, null));
    }

    private ScheduleInfo put(Schedule schedule) {
        return rig.ask(reply -> schedules().put(Caller.IN_PROCESS, schedule, reply));
    }

    private Refusal refused(Schedule schedule) {
        return rig.<ScheduleInfo>asked(reply -> schedules().put(Caller.IN_PROCESS, schedule, reply))
                .refusal();
    }

    private ScheduleInfo enable() {
        return rig.ask(reply -> schedules().enable(Caller.IN_PROCESS, TICK, reply));
    }

    private ScheduleInfo disable() {
        return rig.ask(reply -> schedules().disable(Caller.IN_PROCESS, TICK, reply));
    }

    private ScheduleInfo info() {
        return schedules().find(TICK).orElseThrow();
    }

    /** The runs that were sent and not yet seen, as number@planned minute of the day. */
    private List<String> runs() {
        List<String> runs = new ArrayList<>();
        for (Delivery one : all()) {
            Instant planned =
                    Instant.ofEpochMilli(Long.parseLong(Rig.header(one, Schedule.PLANNED_HEADER)));
            runs.add(
                    Rig.header(one, Schedule.RUN_HEADER)
                            + "@"
                            + planned.toString().substring(11, 19));
        }
        return runs;
    }

    private List<Delivery> all() {
        List<Delivery> all = new ArrayList<>();
        List<Delivery> some = rig.receive(10);
        while (!some.isEmpty()) {
            some.forEach(rig::ack);
            all.addAll(some);
            some = rig.receive(10);
        }
        return all;
    }

    /** Lets the time come to a full ten minutes. */
    private void align() {
        long wall = rig.wall();
        rig.pass(10 * MINUTE - wall % (10 * MINUTE));
    }

    private ScheduleTest() {
        align();
    }

    @Test
    void runs_come_at_their_times_with_all_that_was_asked_for() {
        ScheduleInfo made = put(schedule("*/2 * * * *"));
        assertThat(made.nextAt()).isEqualTo(rig.wall() + 2 * MINUTE);
        rig.pass(2 * MINUTE - 10);
        assertThat(rig.receive(10)).isEmpty();
        rig.pass(20);
        Delivery first = rig.receiveOne();
        assertThat(Rig.body(first)).isEqualTo("hello");
        assertThat(Rig.header(first, "a")).isEqualTo("b");
        assertThat(Rig.header(first, Schedule.NAME_HEADER)).isEqualTo(TICK);
        assertThat(Rig.header(first, Schedule.RUN_HEADER)).isEqualTo("1");
        assertThat(Rig.header(first, Schedule.PLANNED_HEADER)).isEqualTo("" + made.nextAt());
        rig.ack(first);
        rig.pass(4 * MINUTE);
        assertThat(all()).hasSize(2);
        assertThat(info().runs()).isEqualTo(3);
        assertThat(info().missed()).isZero();
        assertThat(info().lastPlannedAt()).isEqualTo(made.nextAt() + 4 * MINUTE);
        assertThat(info().nextAt()).isEqualTo(made.nextAt() + 6 * MINUTE);
    }

    @Test
    void a_senders_headers_of_that_kind_are_not_taken() {
        rig.send(
                Rig.QUEUE,
                Rig.message(null, "x", new Header(Schedule.NAME_HEADER, Rig.bytes("forged"))),
                0,
                null);
        assertThat(rig.receiveOne().message().headers()).isEmpty();
    }

    @Test
    void a_schedule_goes_on_after_a_restart_and_after_a_crash() {
        put(schedule("*/2 * * * *"));
        rig.pass(5 * MINUTE);
        rig.restart();
        assertThat(info().runs()).isEqualTo(2);
        rig.pass(2 * MINUTE);
        rig.crash(100);
        rig.pass(2 * MINUTE);
        assertThat(info().runs()).isEqualTo(4);
        assertThat(all()).hasSize(4);
    }

    @Test
    void a_crash_leaves_message_and_note_or_neither() {
        for (int kept = 0; kept < 3; kept++) {
            put(schedule("* * * * *"));
            rig.pass(MINUTE - 1);
            // The run is on its way to the disk when the plug is pulled.
            rig.scheduler.runFor(1);
            rig.crash(kept);
            rig.pass(10);
            int messages = all().size();
            assertThat(info().runs()).isEqualTo(messages);
            rig.pass(MINUTE);
            rig.<ScheduleInfo>ask(reply -> schedules().delete(Caller.IN_PROCESS, TICK, reply));
            all();
        }
    }

    @Test
    void once_makes_one_run_for_all_that_were_missed() {
        put(schedule("*/10 * * * *"));
        rig.stop();
        rig.jumpWall(HOUR + 5 * MINUTE);
        rig.boot();
        rig.pass(100);
        List<Delivery> made = all();
        assertThat(made).hasSize(1);
        assertThat(Rig.header(made.getFirst(), Schedule.MISSED_HEADER)).isEqualTo("5");
        assertThat(Rig.header(made.getFirst(), Schedule.PLANNED_HEADER))
                .isEqualTo("" + (info().nextAt() - 10 * MINUTE));
        assertThat(info().missed()).isEqualTo(5);
        assertThat(info().runs()).isEqualTo(1);
    }

    @Test
    void once_lets_a_run_that_is_on_time_stand_for_those_that_were_missed() {
        put(schedule("*/10 * * * *"));
        rig.stop();
        rig.jumpWall(HOUR);
        rig.boot();
        rig.pass(5 * SECOND);
        assertThat(all()).hasSize(1);
        assertThat(info().missed()).isEqualTo(5);
        assertThat(info().lastPlannedAt() + 10 * MINUTE).isEqualTo(info().nextAt());
    }

    @Test
    void skip_leaves_out_what_is_late_and_makes_what_is_not() {
        put(schedule("*/10 * * * *").withMissed(MissedRuns.SKIP, 1));
        rig.stop();
        rig.jumpWall(HOUR + 5 * MINUTE);
        rig.boot();
        rig.pass(MINUTE);
        assertThat(all()).isEmpty();
        assertThat(info().missed()).isEqualTo(6);
        rig.pass(5 * MINUTE);
        assertThat(all()).hasSize(1);
        assertThat(info().missed()).isEqualTo(6);
        rig.pass(9 * MINUTE);
        rig.stop();
        rig.jumpWall(50 * SECOND);
        rig.boot();
        rig.pass(30 * SECOND);
        assertThat(all()).hasSize(1);
        assertThat(info().missed()).isEqualTo(6);
    }

    @Test
    void all_makes_each_in_order_but_not_more_than_the_bound() {
        put(schedule("*/10 * * * *").withMissed(MissedRuns.ALL, 1000));
        rig.stop();
        rig.jumpWall(HOUR + 5 * MINUTE);
        rig.boot();
        rig.pass(100);
        assertThat(runs()).hasSize(6).isSorted().doesNotHaveDuplicates();
        assertThat(info().missed()).isZero();
        put(schedule("*/10 * * * *").withMissed(MissedRuns.ALL, 4));
        rig.stop();
        rig.jumpWall(HOUR);
        rig.boot();
        rig.pass(100);
        List<Delivery> made = all();
        assertThat(made).hasSize(4);
        assertThat(Rig.header(made.getFirst(), Schedule.MISSED_HEADER)).isEqualTo("2");
        assertThat(info().missed()).isEqualTo(2);
        assertThat(info().runs()).isEqualTo(10);
    }

    @Test
    void many_are_caught_up_with_in_several_turns() {
        put(schedule("* * * * * *").withMissed(MissedRuns.ALL, 3000));
        rig.stop();
        rig.jumpWall(HOUR);
        rig.boot();
        rig.pass(2 * SECOND);
        ScheduleInfo info = info();
        // All those that are late, as far as the bound goes, and the last minute.
        assertThat(info.runs()).isBetween(3050L, 3070L);
        assertThat(info.runs() + info.missed()).isBetween(3600L, 3605L);
        assertThat(rig.stats().ready()).isEqualTo(info.runs());
    }

    @Test
    void a_schedule_that_was_off_makes_up_for_it_by_its_policy() {
        put(schedule("*/10 * * * *"));
        disable();
        rig.pass(HOUR);
        assertThat(all()).isEmpty();
        enable();
        rig.pass(10);
        assertThat(all()).hasSize(1);
        assertThat(info().missed()).isEqualTo(5);
    }

    @Test
    void a_clock_that_is_put_back_brings_no_run_twice() {
        put(schedule("*/10 * * * *"));
        rig.pass(30 * MINUTE + 1);
        rig.jumpWall(-25 * MINUTE);
        rig.pass(34 * MINUTE);
        assertThat(all()).hasSize(3);
        rig.pass(2 * MINUTE);
        assertThat(all()).hasSize(1);
        assertThat(info().missed()).isZero();
    }

    @Test
    void a_clock_that_is_put_forward_is_noticed_in_time() {
        put(schedule("0 * * * *"));
        rig.jumpWall(info().nextAt() - rig.wall() + SECOND);
        rig.pass(15 * SECOND);
        assertThat(all()).hasSize(1);
        assertThat(info().missed()).isZero();
    }

    @Test
    void a_refused_run_is_told_and_made_when_the_queue_takes_it() {
        rig.update(Rig.QUEUE, QueueSettings.defaults().withMaxDepth(1));
        rig.send("in the way");
        put(schedule("*/10 * * * *"));
        rig.pass(10 * MINUTE + 30 * SECOND);
        assertThat(info().runs()).isZero();
        assertThat(info().failure().orElseThrow().reason()).contains("full");
        assertThat(info().failure().orElseThrow().plannedAt()).isEqualTo(info().nextAt());
        rig.ack(rig.receiveOne());
        rig.pass(40 * SECOND);
        assertThat(all()).hasSize(1);
        assertThat(info().runs()).isEqualTo(1);
    }

    @Test
    void a_run_that_is_refused_for_too_long_is_missed() {
        rig.update(Rig.QUEUE, QueueSettings.defaults().withFlow(Flow.SENDING_PAUSED));
        put(schedule("*/10 * * * *").withMissed(MissedRuns.SKIP, 1));
        rig.pass(15 * MINUTE);
        assertThat(info().missed()).isEqualTo(1);
        rig.restart();
        assertThat(info().missed()).isEqualTo(1);
        assertThat(info().failure().orElseThrow().reason()).contains("paused");
    }

    @Test
    void a_deleted_queue_disables_its_schedules_and_a_new_one_can_have_them() {
        put(schedule("* * * * *"));
        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.pass(5 * MINUTE);
        assertThat(info().schedule().isEnabled()).isFalse();
        assertThat(info().failure().orElseThrow().reason()).contains("was deleted");
        assertThat(
                        rig.<ScheduleInfo>asked(
                                        reply -> schedules().enable(Caller.IN_PROCESS, TICK, reply))
                                .refusal())
                .isInstanceOf(Refusal.NoSuchQueue.class);
        rig.restart();
        assertThat(info().schedule().isEnabled()).isFalse();
        rig.create(Rig.QUEUE, QueueSettings.defaults());
        enable();
        rig.pass(MINUTE);
        assertThat(all()).isNotEmpty();
    }

    @Test
    void a_replaced_schedule_keeps_its_place_where_its_times_stay() {
        ScheduleInfo first = put(schedule("*/10 * * * *"));
        rig.pass(2 * MINUTE);
        ScheduleInfo second = put(schedule("*/10 * * * *").withMissed(MissedRuns.SKIP, 1));
        assertThat(second.nextAt()).isEqualTo(first.nextAt());
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThat(second.createdAt()).isEqualTo(first.createdAt());
        ScheduleInfo third = put(schedule("* * * * *"));
        assertThat(third.nextAt()).isEqualTo(rig.wall() + MINUTE);
        rig.restart();
        assertThat(info()).isEqualTo(third);
    }

    @Test
    void a_run_that_is_asked_for_comes_at_once_and_moves_no_other() {
        ScheduleInfo made = put(schedule("*/10 * * * *"));
        disable();
        SendResult.Sent sent = rig.ask(reply -> schedules().run(Caller.IN_PROCESS, TICK, reply));
        Delivery delivery = rig.receiveOne();
        assertThat(delivery.id()).isEqualTo(sent.id());
        assertThat(delivery.message().headers())
                .noneMatch(header -> header.name().equals(Schedule.PLANNED_HEADER));
        assertThat(info().runs()).isEqualTo(1);
        assertThat(info().nextAt()).isEqualTo(made.nextAt());
    }

    @Test
    void the_timeline_says_that_a_schedule_sent_it() {
        put(schedule("* * * * *"));
        rig.pass(MINUTE + 10);
        Delivery delivery = rig.receiveOne();
        Answer<Timeline> timeline =
                rig.asked(reply ->
                        rig.engine.messages().timeline(Caller.IN_PROCESS, delivery.id(), reply));
        rig.pass(SECOND);
        assertThat(timeline.value().events().getFirst())
                .isInstanceOfSatisfying(
                        TimelineEvent.Accepted.class,
                        accepted -> {
                            assertThat(accepted.by().orElseThrow().face()).isEqualTo(Schedule.FACE);
                            assertThat(accepted.by().orElseThrow().client()).isEqualTo(TICK);
                        });
    }

    @Test
    void a_run_may_have_a_delay_of_hours() {
        Message message = Rig.message("k", "later");
        put(Schedule.of(TICK, Rig.QUEUE, "0 * * * *", new Send(message, 2 * HOUR, null)));
        rig.pass(HOUR + MINUTE);
        assertThat(rig.receive(1)).isEmpty();
        assertThat(rig.stats().delayed()).isGreaterThanOrEqualTo(1);
        rig.crash(9);
        rig.pass(2 * HOUR);
        assertThat(Rig.body(rig.receiveOne())).isEqualTo("later");
    }

    @Test
    void what_cannot_be_is_refused_with_what_can() {
        assertThat(refused(schedule("61 * * * *")).message()).contains("minute", "61");
        assertThat(refused(schedule("* * * * *").withZone("Mars/Base")).message())
                .contains("zone", "Europe/Berlin");
        assertThat(refused(Schedule.of(TICK, "nowhere", "@daily", schedule("@daily").message())))
                .isInstanceOf(Refusal.NoSuchQueue.class);
        assertThat(refused(Schedule.of(".x", Rig.QUEUE, "@daily", schedule("@daily").message())))
                .isInstanceOf(Refusal.InvalidSetting.class);
        Send large = new Send(Rig.message(null, "x".repeat(70_000)), 0, null);
        assertThat(refused(Schedule.of(TICK, Rig.QUEUE, "@daily", large)))
                .isInstanceOf(Refusal.MessageTooLarge.class);
        Send deduplicated = new Send(Rig.message(null, "x"), 0, "id");
        assertThat(refused(Schedule.of(TICK, Rig.QUEUE, "@daily", deduplicated)))
                .isInstanceOf(Refusal.InvalidSetting.class);
        assertThat(schedules().find(TICK)).isEmpty();
    }

    @Test
    void whoever_may_not_send_any_more_has_no_runs() {
        rig.engine.guardSchedules((user, schedule) -> false);
        put(schedule("* * * * *"));
        rig.pass(MINUTE + SECOND);
        assertThat(all()).isEmpty();
        assertThat(info().failure().orElseThrow().reason()).contains("may not send");
        rig.engine.guardSchedules((user, schedule) -> true);
        rig.pass(MINUTE);
        assertThat(all()).isNotEmpty();
    }

    @Test
    void records_are_let_go_of_however_long_schedules_run() {
        rig =
                new Rig(
                        EngineLimits.defaults(),
                        MemoryLogOptions.defaults().withSegmentBytes(16 << 10));
        rig.create(Rig.QUEUE, QueueSettings.defaults());
        put(schedule("* * * * * *"));
        put(Schedule.of("rare", Rig.QUEUE, "@yearly", new Send(Rig.message(null, "y"), 0, null)));
        rig.pass(20_000 * SECOND);
        all();
        long records = rig.engine.schedules().find(TICK).orElseThrow().runs();
        assertThat(records).isEqualTo(20_000);
        assertThat(rig.scheduleRecords()).isLessThan(3_000);
        rig.restart();
        assertThat(info().runs()).isEqualTo(20_000);
        assertThat(schedules().find("rare")).isPresent();
        rig.pass(SECOND);
        assertThat(info().runs()).isGreaterThan(20_000);
    }

    @Test
    void thousands_run_at_the_same_second() {
        for (int i = 0; i < 3000; i++) {
            String name = "s" + i;
            put(
                    Schedule.of(
                            name,
                            Rig.QUEUE,
                            "@hourly",
                            new Send(Rig.message(null, name), 0, null)));
        }
        rig.pass(HOUR + 2 * SECOND);
        assertThat(rig.stats().ready()).isEqualTo(3000);
        assertThat(schedules().after("")).hasSize(3000).allMatch(s -> s.runs() == 1);
        assertThat(schedules().after("s10").limit(2))
                .extracting(s -> s.schedule().name())
                .containsExactly("s100", "s1000");
    }

    @Test
    void a_preview_tells_the_next_times() {
        List<Long> times = rig.ask(reply -> schedules().preview("*/10 * * * *", "UTC", 3, reply));
        assertThat(times)
                .containsExactly(
                        rig.wall() + 10 * MINUTE,
                        rig.wall() + 20 * MINUTE,
                        rig.wall() + 30 * MINUTE);
        assertThat(
                        rig.<List<Long>>asked(
                                        reply -> schedules().preview("nonsense", "UTC", 3, reply))
                                .refusal())
                .isInstanceOf(Refusal.InvalidSetting.class);
    }

    @Test
    void a_clean_day_of_minutes_has_each_run_once() {
        put(schedule("* * * * *"));
        rig.pass(DAY);
        List<String> made = runs();
        assertThat(made).hasSize(1440).doesNotHaveDuplicates();
        assertThat(rig.receive(Rig.QUEUE, new Receive(1, Receive.QUEUE_DEFAULT, 0, null)).value())
                .isEmpty();
    }
}
