package dev.forebay.httpapi;

import dev.forebay.engine.HeldBack;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.LimitOverride;
import dev.forebay.httpapi.codec.SettingsOut;
import java.util.Locale;
import java.util.TreeMap;

/** A queue as clients see it. On the lane. */
final class QueueView {
    private final Door door;
    private final Sampling sampling;

    QueueView(Door door, Sampling sampling) {
        this.door = door;
        this.sampling = sampling;
    }

    /** As an object of its own. */
    void write(JsonOut out, QueueInfo queue) {
        out.begin();
        out.field("name", queue.name());
        out.time("createdAt", queue.createdAt());
        out.time("modifiedAt", queue.modifiedAt());
        out.field("etag", etag(queue));
        out.field("state", sampling.stateOf(queue.name()).word());
        out.begin("settings");
        SettingsOut.write(out, queue.settings());
        out.end();
        LimitOverride.of(queue.settings()).ifPresent(override -> override.write(out));
        out.texts("tags", queue.tags());
        out.name("stats");
        stats(out, queue);
        out.end();
    }

    /** The figures as an object of its own. */
    void stats(JsonOut out, QueueInfo queue) {
        out.begin();
        door.queues()
                .stats(queue.name())
                .ifPresent(stats -> {
                    stats(out, stats);
                    queue.settings()
                            .ageObjectiveMillis()
                            .ifPresent(most ->
                                    out.field("ageObjectiveMissed", oldestAge(stats) > most));
                });
        out.end();
    }

    /** Figures as members of the current object. */
    void stats(JsonOut out, QueueStats stats) {
        out.field("ready", stats.ready());
        out.field("delayed", stats.delayed());
        out.field("leased", stats.leased());
        out.field("passedOver", stats.passedOver().messages());
        out.field("bytes", stats.bytes());
        out.field("oldestAgeMillis", oldestAge(stats));
        out.field("waitingReceives", stats.waitingReceives());
        out.field("sent", stats.sent());
        out.field("acked", stats.acked());
        out.field("deadLettered", stats.deadLettered());
        out.field("expired", stats.expired());
        out.field("dropped", stats.dropped());
        out.field("purged", stats.purged());
        out.field("moved", stats.moved());
        out.field("duplicates", stats.duplicates());
        out.field("delivered", stats.leasesGiven());
        out.field("leasesExpired", stats.leasesExpired());
        pace(out, stats.pace());
        stats.heldBack().ifPresent(held -> heldBack(out, held));
    }

    private static void pace(JsonOut out, QueueStats.Pace pace) {
        out.field("sentPerSecond", pace.sentPerSecond());
        out.field("settledPerSecond", pace.settledPerSecond());
        if (pace.drainMillis().isPresent()) {
            out.field("drainMillis", pace.drainMillis().getAsLong());
        } else {
            out.empty("drainMillis");
        }
    }

    /** What holds a queue or a consumer back, as a member of the current object. */
    static void heldBack(JsonOut out, HeldBack held) {
        out.begin("heldBack");
        out.field("cause", held.cause().name().toLowerCase(Locale.ROOT));
        out.field("detail", held.detail());
        if (held.retryAfterMillis() != HeldBack.UNTIL_TOLD) {
            out.field("retryAfterMillis", held.retryAfterMillis());
        }
        out.end();
    }

    private long oldestAge(QueueStats stats) {
        return stats.oldestSentAt() == 0
                ? 0
                : Math.max(0, door.clock().wall() - stats.oldestSentAt());
    }

    /** Changes with settings, tags and the queue's identity, and stays over restarts. */
    static String etag(QueueInfo queue) {
        return EntityTags.of(out -> {
            out.begin();
            out.field("id", queue.id());
            SettingsOut.write(out, queue.settings());
            out.texts("tags", new TreeMap<>(queue.tags()));
            out.end();
        });
    }
}
