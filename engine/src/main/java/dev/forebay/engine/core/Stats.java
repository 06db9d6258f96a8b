package dev.forebay.engine.core;

import dev.forebay.engine.HeldBack;
import dev.forebay.engine.QueueStats;
import java.util.Optional;

/** A subscription's figures, from its state or, until that is loaded, from its last snapshot. */
final class Stats {
    private Stats() {}

    static QueueStats of(Subscription subscription) {
        SnapshotPlace place = subscription.snapshot();
        int waiting = subscription.receiving().waiting();
        if (!subscription.isLoaded() && place != null) {
            SnapshotHead head = place.head();
            return of(
                    head.counters(),
                    head.leased(),
                    head.delayed(),
                    head.bytes(),
                    head.oldestSentAt(),
                    waiting,
                    Optional.ofNullable(subscription.heldBack()));
        }
        DeliveryState state = subscription.state();
        return of(
                state.counters,
                state.leased,
                state.delays.size(),
                state.ages.bytes(),
                state.ages.oldestWall(),
                waiting,
                Optional.ofNullable(subscription.heldBack()));
    }

    private static QueueStats of(
            Counters counters,
            long leased,
            long delayed,
            long bytes,
            long oldestSentAt,
            int waiting,
            Optional<HeldBack> heldBack) {
        return new QueueStats(
                counters.unsettled() - leased - delayed,
                delayed,
                leased,
                bytes,
                oldestSentAt,
                waiting,
                counters.sent,
                counters.acked,
                counters.deadLettered,
                counters.expired,
                counters.dropped,
                counters.purged,
                counters.moved,
                counters.duplicates,
                counters.leasesGiven,
                counters.leasesExpired,
                heldBack);
    }
}
