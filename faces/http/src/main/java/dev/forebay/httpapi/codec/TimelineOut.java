package dev.forebay.httpapi.codec;

import dev.forebay.engine.Caller;
import dev.forebay.engine.CommittedBatch;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.Receive;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The timeline of a message as JSON: each event by its name, with what belongs to it. */
public final class TimelineOut {
    /** The subscription that ordinary receives share. */
    private static final int WORK = 0;

    private final JsonOut out;
    private final Readers readers;

    private TimelineOut(JsonOut out, Readers readers) {
        this.out = out;
        this.readers = readers;
    }

    /** What the numbers of subscriptions and replays mean. */
    public interface Readers {
        /** The name of a queue's subscription; empty when there is none of this number. */
        Optional<String> subscription(String queue, int number);

        boolean isReplay(String queue, int number);
    }

    /** A timeline as an object of its own. */
    public static void write(JsonOut out, Timeline timeline, Readers readers) {
        new TimelineOut(out, readers).write(timeline);
    }

    private void write(Timeline timeline) {
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
            if (event.place().offset() != SendResult.Sent.NO_OFFSET) {
                out.field("offset", event.place().offset());
            }
            event.by().ifPresent(this::by);
            details(event);
            out.end();
        }
        out.endList();
        out.end();
    }

    private String name(TimelineEvent event) {
        return switch (event) {
            case TimelineEvent.Accepted _ -> "accepted";
            case TimelineEvent.Due _ -> "due";
            case TimelineEvent.Arrived arrived -> arrived.move().map(this::name).orElse("arrived");
            case TimelineEvent.Copied _ -> "replayed";
            case TimelineEvent.TakenUp taken ->
                    isReplay(taken, taken.subscription()) ? "replayed" : "taken-up";
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

    private String name(HistoryEntry move) {
        return switch (move) {
            case HistoryEntry.DeadLettered _ -> "dead-lettered";
            case HistoryEntry.Redriven _ -> "redriven";
            case HistoryEntry.Replayed _ -> "replayed";
        };
    }

    private void by(Caller caller) {
        out.begin("by");
        CallerOut.write(out, caller);
        out.end();
    }

    private void commit(CommittedBatch commit) {
        out.begin("commit");
        out.field("stream", commit.stream());
        out.field("offset", commit.offset());
        out.field("messages", commit.messages());
        out.field("checksum", HexFormat.of().toHexDigits(commit.checksum()));
        out.end();
    }

    private void move(HistoryEntry move) {
        out.field("fromQueue", move.queue());
        switch (move) {
            case HistoryEntry.DeadLettered dead -> {
                out.field("reason", dead.reason());
                out.field("attempts", dead.attempts());
            }
            case HistoryEntry.Redriven redriven -> {
                out.field("redrive", redriven.redrive());
                out.field("edited", redriven.content() == HistoryEntry.Content.EDITED);
            }
            case HistoryEntry.Replayed replayed -> out.field("replay", replayed.replay());
        }
    }

    private void details(TimelineEvent event) {
        switch (event) {
            case TimelineEvent.Accepted accepted -> {
                if (accepted.dueAt() > 0) {
                    out.time("deliverAt", accepted.dueAt());
                }
                accepted.commit().ifPresent(this::commit);
            }
            case TimelineEvent.Due due -> due.commit().ifPresent(this::commit);
            case TimelineEvent.Arrived arrived -> {
                arrived.move().ifPresent(this::move);
                commit(arrived.commit());
            }
            case TimelineEvent.Copied copied -> {
                out.field("fromQueue", copied.source());
                out.field("replay", copied.replay());
                commit(copied.commit());
            }
            case TimelineEvent.TakenUp taken -> reader(taken, taken.subscription());
            case TimelineEvent.Leased leased -> {
                reader(leased, leased.subscription());
                out.field("attempt", leased.attempt());
                out.field("lease", leased.lease());
                if (leased.leaseMillis() != Receive.BOUND) {
                    out.field("leaseMillis", leased.leaseMillis());
                }
            }
            case TimelineEvent.TakenBack taken -> reader(taken, taken.subscription());
            case TimelineEvent.Extended extended -> {
                reader(extended, extended.subscription());
                out.field("leaseMillis", extended.leaseMillis());
            }
            case TimelineEvent.Released released -> {
                reader(released, released.subscription());
                out.field("delayMillis", released.delayMillis());
                out.maybe("reason", textOrNull(released.reason()));
            }
            case TimelineEvent.LeaseExpired expired -> reader(expired, expired.subscription());
            case TimelineEvent.GivenUp given -> {
                reader(given, given.subscription());
                out.field("reason", given.reason());
            }
            case TimelineEvent.Left left -> {
                reader(left, left.subscription());
                out.maybe("intoQueue", textOrNull(left.target()));
            }
            case TimelineEvent.Settled settled -> {
                reader(settled, settled.subscription());
                out.field("state", Words.of(settled.state()));
            }
        }
    }

    /** The subscription or replay, where it is not the subscription of ordinary receives. */
    private void reader(TimelineEvent event, int number) {
        if (isReplay(event, number)) {
            out.field("replay", number);
        } else if (number != WORK) {
            String queue = event.place().queue();
            out.field(
                    "subscription",
                    readers.subscription(queue, number).orElse(Integer.toString(number)));
        }
    }

    private boolean isReplay(TimelineEvent event, int number) {
        return number != WORK && readers.isReplay(event.place().queue(), number);
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
