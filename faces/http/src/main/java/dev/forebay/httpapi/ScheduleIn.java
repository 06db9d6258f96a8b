package dev.forebay.httpapi;

import dev.forebay.engine.MissedRuns;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.Send;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.MessageIn;
import dev.forebay.httpapi.codec.Words;
import org.jspecify.annotations.Nullable;

/** A schedule that is asked for, while its members are read. */
final class ScheduleIn {
    private static final String KNOWN =
            "queue, when, zone, message, missedRuns, mostCaughtUp, enabled, description";

    private final String name;
    private String queue = "";
    private String when = "";
    private String zone = Schedule.UTC;
    private @Nullable Send message;
    private MissedRuns missed = MissedRuns.ONCE;
    private int mostCaughtUp = Schedule.USUALLY_CAUGHT_UP;
    private Schedule.Activity activity = Schedule.Activity.ENABLED;
    private String description = "";

    private ScheduleIn(String name) {
        this.name = name;
    }

    static Schedule read(JsonIn in, String name) {
        ScheduleIn schedule = new ScheduleIn(name);
        for (String member = in.nextName(); member != null; member = in.nextName()) {
            schedule.take(member, in);
        }
        return schedule.read();
    }

    private void take(String member, JsonIn in) {
        switch (member) {
            case "queue" -> queue = in.text(member);
            case "when" -> when = in.text(member);
            case "zone" -> zone = in.text(member);
            case "message" -> message = in.beginObject(member) ? MessageIn.template(in) : null;
            case "missedRuns" -> missed = Words.read(MissedRuns.class, member, in.text(member));
            case "mostCaughtUp" ->
                    mostCaughtUp = (int) in.number(member, 1, Schedule.MOST_CAUGHT_UP);
            case "enabled" ->
                    activity =
                            in.flag(member)
                                    ? Schedule.Activity.ENABLED
                                    : Schedule.Activity.DISABLED;
            case "description" -> description = in.text(member);
            default -> throw in.unknown(member, KNOWN);
        }
    }

    private Schedule read() {
        Send sent = message;
        if (sent == null) {
            throw ApiFailure.invalid("message", "the message that each run sends");
        }
        if (queue.isEmpty()) {
            throw ApiFailure.invalid("queue", "the name of the queue that messages go to");
        }
        return new Schedule(
                name, queue, when, zone, sent, missed, mostCaughtUp, activity, description);
    }
}
