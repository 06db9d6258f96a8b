package dev.forebay.engine.core;

import dev.forebay.engine.struct.Timer;
import dev.forebay.log.StoreState;

/**
 * Lets the store make room while the disk is nearly full: what was settled since a subscription's
 * last snapshot is needed by a recovery until the next one, so that is taken sooner than usual.
 */
final class Relief extends Timer {
    private static final long EVERY_MILLIS = 1_000;

    /** A snapshot costs room too: it is worth it once this part of the queue has been settled. */
    private static final int WORTHWHILE = 16;

    private final Core core;

    Relief(Core core) {
        this.core = core;
    }

    /** The store's state may have changed. */
    void begin() {
        if (isNeeded()) {
            core.timers.at(this, core.now());
        }
    }

    private boolean isNeeded() {
        return core.store.state() instanceof StoreState.UsingReserve;
    }

    @Override
    protected void fire(long now) {
        if (!isNeeded() || core.gate.isStopping()) {
            return;
        }
        for (QueueState queue : core.catalog.queues()) {
            Partition partition = queue.partition();
            if (partition.isLoaded()) {
                partition.subscriptions().forEach(this::snapshotIfWorthwhile);
                partition.retain();
            }
        }
        core.timers.at(this, now + EVERY_MILLIS);
    }

    private void snapshotIfWorthwhile(Subscription subscription) {
        DeliveryState state = subscription.state();
        SnapshotPlace place = subscription.snapshot();
        long known = place == null ? subscription.origin() : place.head().low();
        long kept = state.end - subscription.partition().stream().startOffset();
        boolean drained = state.low == state.end && state.low > known;
        if (drained || (state.low - known) * WORTHWHILE > kept) {
            core.snapshots.demand(subscription);
        }
    }
}
