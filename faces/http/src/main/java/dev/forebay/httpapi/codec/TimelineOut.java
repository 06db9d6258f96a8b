package dev.forebay.httpapi.codec;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import org.jspecify.annotations.Nullable;

/** The timeline of a message as JSON: each event by its name, with what belongs to it. */
public final class TimelineOut {
    /** The subscription that ordinary receives share. */
    private static final int WORK = 0;

    private TimelineOut() {}

    /** A timeline as an object of its own. */
    public static void write(JsonOut out, Timeline timeline) {
        out.begin();
        out.field("id", timeline.id().toString());
        out.field("coverage", Words.of(timeline.coverage()));
        out.beginList("events");
        for (TimelineEvent event : timeline.events()) {
            out.begin();
            out.time("at", event.at());
            out.field("event", name(event));
            out.field("queue", event.place().queue());
            out.field("partition", event.place().partition());
            out.field("offset", event.place().offset());
            event.by().ifPresent(caller -> by(out, caller));
            details(out, event);
            out.end();
        }
        out.endList();
        out.end();
    }

    private static String name(TimelineEvent event) {
        return switch (event) {
            case TimelineEvent.Accepted _ -> "accepted";
            case TimelineEvent.Arrived _ -> "arrived";
            case TimelineEvent.TakenUp _ -> "taken-up";
            case TimelineEvent.Leased _ -> "leased";
            case TimelineEvent.TakenBack _ -> "taken-back";
            case TimelineEvent.Extended _ -> "extended";
            case TimelineEvent.Released _ -> "released";
            case TimelineEvent.LeaseExpired _ -> "lease-expired";
            case TimelineEvent.GivenUp _ -> "given-up";
            case TimelineEvent.Left _ -> "left";
            case TimelineEvent.Settled _ -> "settled";
        };
    }

    private static void by(JsonOut out, Caller caller) {
        out.begin("by");
        CallerOut.write(out, caller);
        out.end();
    }

    private static void details(JsonOut out, TimelineEvent event) {
        switch (event) {
            case TimelineEvent.Accepted _, TimelineEvent.Arrived _ -> {
                // The place says all.
            }
            case TimelineEvent.TakenUp taken -> reader(out, taken.subscription());
            case TimelineEvent.Leased leased -> {
                reader(out, leased.subscription());
                out.field("attempt", leased.attempt());
                out.field("lease", leased.lease());
                out.field("leaseMillis", leased.leaseMillis());
            }
            case TimelineEvent.TakenBack taken -> reader(out, taken.subscription());
            case TimelineEvent.Extended extended -> {
                reader(out, extended.subscription());
                out.field("leaseMillis", extended.leaseMillis());
            }
            case TimelineEvent.Released released -> {
                reader(out, released.subscription());
                out.field("delayMillis", released.delayMillis());
                out.maybe("reason", textOrNull(released.reason()));
            }
            case TimelineEvent.LeaseExpired expired -> reader(out, expired.subscription());
            case TimelineEvent.GivenUp given -> {
                reader(out, given.subscription());
                out.field("reason", given.reason());
            }
            case TimelineEvent.Left left -> {
                reader(out, left.subscription());
                out.maybe("intoQueue", textOrNull(left.target()));
            }
            case TimelineEvent.Settled settled -> {
                reader(out, settled.subscription());
                out.field("state", Words.of(settled.state()));
            }
        }
    }

    /** The number of the subscription or replay, where it is not that of ordinary receives. */
    private static void reader(JsonOut out, int subscription) {
        if (subscription != WORK) {
            out.field("subscription", subscription);
        }
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
