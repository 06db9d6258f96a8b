package dev.forebay.engine.core;

import dev.forebay.engine.QueueStats;
import java.util.Optional;
import java.util.OptionalLong;

/** A subscription's figures, from its state or, until that is loaded, from its last snapshot. */
final class Stats {
    private static final double MILLIS = 1_000;

    /** Over so long a queue is looked at anew that seemed not to drain. */
    private static final int LATELY_SECONDS = 5;

    /** So few messages more or less in that time tell nothing. */
    private static final int FEW = 3;

    private Stats() {}

    static QueueStats of(Core core, Subscription subscription) {
        Partition partition = subscription.partition();
        boolean scheduled = subscription.number() == Subscription.WORK && partition.hasLater();
        return scheduled
                ? with(partition.later(), ofPartition(core, subscription))
                : ofPartition(core, subscription);
    }

    /** The same with the scheduled messages. */
    private static QueueStats with(Later later, QueueStats stats) {
        return new QueueStats(
                stats.ready(),
                stats.delayed() + later.waiting(),
                stats.leased(),
                stats.bytes() + later.bytes(),
                stats.oldestSentAt(),
                stats.waitingReceives(),
                stats.sent() + later.waiting() + later.purged(),
                stats.acked(),
                stats.deadLettered(),
                stats.deadLetterReasons(),
                stats.expired(),
                stats.dropped(),
                stats.purged() + later.purged(),
                stats.moved(),
                stats.duplicates(),
                stats.leasesGiven(),
                stats.leasesExpired(),
                stats.passedOver(),
                stats.heldBack(),
                stats.pace());
    }

    private static QueueStats ofPartition(Core core, Subscription subscription) {
        SnapshotPlace place = subscription.snapshot();
        if (!subscription.isLoaded() && place != null) {
            SnapshotHead head = place.head();
            return of(
                    core,
                    subscription,
                    head.counters(),
                    head.leased(),
                    head.delayed(),
                    head.bytes(),
                    head.oldestSentAt());
        }
        DeliveryState state = subscription.state();
        return of(
                core,
                subscription,
                state.counters,
                state.leased,
                state.delays.size(),
                state.ages.bytes(),
                state.ages.oldestWall());
    }

    private static QueueStats of(
            Core core,
            Subscription subscription,
            Counters counters,
            long leased,
            long delayed,
            long bytes,
            long oldestSentAt) {
        return new QueueStats(
                counters.unsettled() - leased - delayed,
                delayed,
                leased,
                bytes,
                oldestSentAt,
                subscription.receiving().waiting(),
                counters.sent,
                counters.acked,
                counters.deadLettered,
                counters.deadLetterReasons(),
                counters.expired,
                counters.dropped,
                counters.purged,
                counters.moved,
                counters.duplicates,
                counters.leasesGiven,
                counters.leasesExpired,
                subscription.order().passedOver(),
                Optional.ofNullable(subscription.heldBack()),
                pace(core, subscription, counters));
    }

    private static QueueStats.Pace pace(Core core, Subscription subscription, Counters counters) {
        long now = core.turn.present();
        double in = subscription.coming.perSecond(now, counters.sent);
        double out = subscription.going.perSecond(now, counters.settled());
        long left = counters.unsettled();
        OptionalLong drain = drain(left, in, out);
        if (drain.isEmpty()) {
            // What came at once, such as a backlog, is in the longer rate for as long as that.
            double lately =
                    subscription.going.perSecond(now, counters.settled(), LATELY_SECONDS)
                            - subscription.coming.perSecond(now, counters.sent, LATELY_SECONDS);
            drain = lately * LATELY_SECONDS < FEW ? drain : drain(left, 0, lately);
        }
        return new QueueStats.Pace(in, out, drain);
    }

    private static OptionalLong drain(long left, double in, double out) {
        if (left == 0) {
            return OptionalLong.of(0);
        }
        return out > in
                ? OptionalLong.of(Math.round(left / (out - in) * MILLIS))
                : OptionalLong.empty();
    }
}
