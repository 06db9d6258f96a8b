package dev.forebay.engine.core;

import dev.forebay.engine.QueueStats;
import dev.forebay.engine.struct.Meter;
import java.util.Optional;
import java.util.OptionalLong;

/** A subscription's figures, from its state or, until that is loaded, from its last snapshot. */
final class Stats {
    private static final double MILLIS = 1_000;

    /**
     * Over how many of the last seconds it is looked, the shortest first, how fast a queue drains.
     */
    private static final int[] WINDOWS = {5, 10, 20, Meter.WINDOW_SECONDS};

    /** So many times the noise of what comes and goes by chance tell that a queue does drain. */
    private static final double CERTAIN = 4;

    /** Where so many are to be expected, next to none is no chance. */
    private static final double SOME = 10;

    private static final double NEXT_TO_NOTHING = 2;

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
                stats.askedAt(),
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
                subscription.receiving().askedAt(),
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
        double in = subscription.coming.perSecond(now, subscription.come());
        double out = subscription.going().perSecond(now, counters.settled());
        long left = counters.unsettled();
        return new QueueStats.Pace(in, out, drain(left, draining(subscription, counters, now)));
    }

    /**
     * How many fewer a second: over the shortest window in which that is more than chance, so that
     * what was before a change of pace, such as a backlog that came at once, soon counts no more.
     */
    private static double draining(Subscription subscription, Counters counters, long now) {
        double draining = 0;
        if (hasStopped(subscription, counters, now)) {
            return draining;
        }
        for (int window : WINDOWS) {
            double in = subscription.coming.perSecond(now, subscription.come(), window);
            double out = subscription.going().perSecond(now, counters.settled(), window);
            double noise = Math.sqrt((in + out) * window);
            draining = out - in;
            if (Math.abs(draining) * window > CERTAIN * noise) {
                return draining;
            }
        }
        return draining;
    }

    /** Whether it is no chance that next to nothing was settled of late. */
    private static boolean hasStopped(Subscription subscription, Counters counters, long now) {
        long settled = counters.settled();
        int window = WINDOWS[0];
        double lately = subscription.going().perSecond(now, settled, window) * window;
        double expected = subscription.going().perSecond(now, settled) * window;
        return lately < NEXT_TO_NOTHING && expected > SOME;
    }

    private static OptionalLong drain(long left, double draining) {
        if (left == 0) {
            return OptionalLong.of(0);
        }
        return draining > 0
                ? OptionalLong.of(Math.round(left / draining * MILLIS))
                : OptionalLong.empty();
    }
}
