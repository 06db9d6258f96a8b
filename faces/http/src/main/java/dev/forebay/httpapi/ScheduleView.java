package dev.forebay.httpapi;

import dev.forebay.engine.Message;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.Send;
import dev.forebay.http.ResponseHead;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.MessageOut;
import dev.forebay.httpapi.codec.Shown;
import dev.forebay.httpapi.codec.Times;
import dev.forebay.httpapi.codec.Words;
import java.util.List;
import java.util.function.Function;

/** Schedules as clients get to see them. */
final class ScheduleView {
    private ScheduleView() {}

    /**
     * A schedule as an object of its own.
     *
     * @param shown how the caller sees its message
     */
    static void write(JsonOut out, ScheduleInfo info, Function<Message, Shown> shown) {
        Schedule schedule = info.schedule();
        out.begin();
        out.field("name", schedule.name());
        out.field("queue", schedule.queue());
        out.field("when", schedule.when());
        out.field("zone", schedule.zone());
        message(out, schedule.message(), shown.apply(schedule.message().message()));
        out.field("missedRuns", Words.of(schedule.missed()));
        out.field("mostCaughtUp", schedule.mostCaughtUp());
        out.field("enabled", schedule.isEnabled());
        known(out, "description", schedule.description());
        known(out, "createdBy", info.createdBy());
        out.time("createdAt", info.createdAt());
        out.time("modifiedAt", info.modifiedAt());
        out.field("etag", etag(info));
        if (schedule.isEnabled()) {
            out.time("nextRunAt", info.nextAt());
        }
        time(out, "lastPlannedAt", info.lastPlannedAt());
        time(out, "lastRunAt", info.lastRanAt());
        out.field("runs", info.runs());
        out.field("missed", info.missed());
        info.failure().ifPresent(failure -> write(out, failure));
        out.end();
    }

    private static void message(JsonOut out, Send send, Shown shown) {
        out.begin("message");
        MessageOut.content(out, shown);
        if (send.delayMillis() != Send.QUEUE_DELAY) {
            out.field("delayMillis", send.delayMillis());
        }
        if (send.expiryMillis() != Send.QUEUE_EXPIRY) {
            out.field("expiryMillis", send.expiryMillis());
        }
        out.end();
    }

    private static void write(JsonOut out, ScheduleInfo.Failure failure) {
        out.begin("lastFailure");
        out.time("at", failure.at());
        time(out, "plannedAt", failure.plannedAt());
        out.field("reason", failure.reason());
        out.end();
    }

    private static void known(JsonOut out, String name, String value) {
        if (!value.isEmpty()) {
            out.field(name, value);
        }
    }

    private static void time(JsonOut out, String name, long at) {
        if (at > 0) {
            out.time(name, at);
        }
    }

    static void runs(JsonOut out, List<Long> times) {
        out.begin();
        out.beginList("runs");
        times.forEach(time -> out.element(Times.show(time)));
        out.endList();
        out.end();
    }

    static byte[] etagLine(ScheduleInfo info) {
        return ResponseHead.line("ETag", etag(info));
    }

    /** Changes with what was asked for, and not with runs; stays over restarts. */
    static String etag(ScheduleInfo info) {
        return "\"" + Long.toString(info.createdAt(), 36) + "-" + info.version() + "\"";
    }
}
