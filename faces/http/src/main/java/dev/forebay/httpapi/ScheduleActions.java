package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.Schedules;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sending again and again. */
final class ScheduleActions {
    private static final int USUAL_PREVIEW = 10;

    private final Door door;
    private final InTurn changes = new InTurn();

    ScheduleActions(Door door) {
        this.door = door;
    }

    private Schedules schedules() {
        return door.queues().schedules();
    }

    /** What a preview is asked for. */
    private record Times(String when, String zone, int count) {}

    /** What a change depends on. */
    private record Condition(@Nullable String match, @Nullable String noneMatch) {}

    /** The one that the path names, for those who may do such a thing to it. On the lane. */
    private ScheduleInfo existing(Call call) {
        String name = call.part("schedule");
        Optional<ScheduleInfo> found = schedules().find(name);
        // Whether there is one is not for everybody to know.
        String queue = found.map(info -> info.schedule().queue()).orElse(name);
        call.require(call.route().operation(), queue);
        return found.orElseThrow(() -> Refusals.failure(new Refusal.NoSuchSchedule(name)));
    }

    void list(Call call, byte[] body, int length) {
        String prefix = call.query().text("prefix");
        String queue = call.query().text("queue");
        NamePage page = NamePage.of(call.query());
        door.onLane(
                call,
                () -> {
                    Stream<ScheduleInfo> meant =
                            schedules()
                                    .after(page.after())
                                    .filter(one -> one.schedule().name().startsWith(prefix))
                                    .filter(one -> isOf(queue, one))
                                    .filter(one ->
                                            call.may(Operation.SEE_QUEUE, one.schedule().queue()));
                    call.json(out ->
                            page.write(
                                    out,
                                    "schedules",
                                    meant,
                                    one -> one.schedule().name(),
                                    (to, one) -> write(call, to, one)));
                });
    }

    private static boolean isOf(String queue, ScheduleInfo one) {
        return queue.isEmpty() || queue.equals(one.schedule().queue());
    }

    void show(Call call, byte[] body, int length) {
        door.onLane(call, () -> show(call, existing(call)));
    }

    private void show(Call call, ScheduleInfo info) {
        call.tagged(ScheduleView.etag(info), out -> write(call, out, info));
    }

    private void show(Call call, int status, ScheduleInfo info) {
        call.json(status, ScheduleView.etagLine(info), out -> write(call, out, info));
    }

    private void write(Call call, JsonOut out, ScheduleInfo info) {
        ScheduleView.write(out, info, door.masking().of(call, info.schedule().queue()));
    }

    void put(Call call, byte[] body, int length) {
        String name = call.part("schedule");
        Schedule wanted = Json.read(body, length, in -> ScheduleIn.read(in, name));
        Condition condition =
                new Condition(
                        call.condition(), call.exchange().header(HttpHeaderNames.IF_NONE_MATCH));
        inTurn(call, done -> put(call, wanted, condition, done));
    }

    private void inTurn(Call call, Consumer<Runnable> change) {
        door.onLane(() -> changes.next(call, call.part("schedule"), change));
    }

    private void put(Call call, Schedule wanted, Condition condition, Runnable done) {
        Optional<ScheduleInfo> before = schedules().find(wanted.name());
        call.require(Operation.SCHEDULE, wanted.queue());
        before.ifPresent(known -> call.require(Operation.SCHEDULE, known.schedule().queue()));
        if (door.queues().find(wanted.queue()).isEmpty()) {
            throw Refusals.failure(new Refusal.NoSuchQueue(wanted.queue()));
        }
        call.require(Operation.SEND, wanted.queue());
        check(condition, wanted.name(), before);
        int status = before.isPresent() ? 200 : 201;
        schedules()
                .put(
                        call.caller(),
                        wanted,
                        InTurn.ending(done, call.reply(after -> show(call, status, after))));
    }

    private static void check(Condition condition, String name, Optional<ScheduleInfo> before) {
        String match = condition.match();
        String none = condition.noneMatch();
        Optional<String> now = before.map(ScheduleView::etag);
        boolean wrong =
                (match != null && now.filter(tag -> EntityTags.name(match, tag)).isEmpty())
                        || (none != null
                                && now.filter(tag -> EntityTags.name(none, tag)).isPresent());
        if (wrong) {
            throw new ApiFailure(
                    ProblemType.CHANGED_MEANWHILE,
                    "Schedule \""
                            + name
                            + "\" is not as If-Match or If-None-Match want it; "
                            + now.map(tag -> "its ETag is now " + tag).orElse("there is none")
                            + ". Read it again and decide anew.");
        }
    }

    void delete(Call call, byte[] body, int length) {
        String condition = call.condition();
        inTurn(
                call,
                done -> {
                    String name = unchanged(call, condition).schedule().name();
                    Reply<ScheduleInfo> reply = call.reply(_ -> call.empty());
                    schedules().delete(call.caller(), name, InTurn.ending(done, reply));
                });
    }

    /** The one that the path names, if it is as the condition says. On the lane. */
    private ScheduleInfo unchanged(Call call, @Nullable String condition) {
        ScheduleInfo info = existing(call);
        String what = "Schedule \"" + info.schedule().name() + "\"";
        EntityTags.require(condition, what, ScheduleView.etag(info));
        return info;
    }

    void change(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        String change = call.part("change");
        boolean enable = change.equals("enable");
        String condition = call.condition();
        inTurn(
                call,
                done -> {
                    ScheduleInfo info = existing(call);
                    String name = info.schedule().name();
                    if (!enable && !change.equals("disable")) {
                        throw new ApiFailure(
                                ProblemType.NO_SUCH_ROUTE,
                                "A schedule is changed by enable or disable.");
                    }
                    if (enable) {
                        call.require(Operation.SEND, info.schedule().queue());
                    }
                    var _ = unchanged(call, condition);
                    Reply<ScheduleInfo> reply =
                            InTurn.ending(done, call.reply(after -> show(call, after)));
                    if (enable) {
                        schedules().enable(call.caller(), name, reply);
                    } else {
                        schedules().disable(call.caller(), name, reply);
                    }
                });
    }

    void run(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        door.onLane(
                call,
                () -> {
                    Schedule schedule = existing(call).schedule();
                    call.require(Operation.SEND, schedule.queue());
                    schedules()
                            .run(
                                    call.caller(),
                                    schedule.name(),
                                    call.reply(sent ->
                                            call.json(out -> {
                                                out.begin();
                                                SendAction.result(out, sent);
                                                out.end();
                                            })));
                });
    }

    void runs(Call call, byte[] body, int length) {
        int count = (int) call.query().number("count", 1, Schedules.MOST_PREVIEWED, USUAL_PREVIEW);
        door.onLane(
                call,
                () -> {
                    Schedule schedule = existing(call).schedule();
                    preview(call, new Times(schedule.when(), schedule.zone(), count));
                });
    }

    void preview(Call call, byte[] body, int length) {
        Times times = Json.read(body, length, ScheduleActions::times);
        door.onLane(call, () -> preview(call, times));
    }

    private static Times times(JsonIn in) {
        String when = "";
        String zone = Schedule.UTC;
        int count = USUAL_PREVIEW;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "when" -> when = in.text(name);
                case "zone" -> zone = in.text(name);
                case "count" -> count = (int) in.number(name, 1, Schedules.MOST_PREVIEWED);
                default -> throw in.unknown(name, "when, zone, count");
            }
        }
        return new Times(when, zone, count);
    }

    private void preview(Call call, Times times) {
        Reply<List<Long>> reply =
                call.reply(runs -> call.json(out -> ScheduleView.runs(out, runs)));
        schedules().preview(times.when(), times.zone(), times.count(), reply);
    }
}
