package dev.forebay.engine.core;

import dev.forebay.engine.struct.DueHeap;
import dev.forebay.engine.struct.Timer;

/**
 * Wakes a subscription when something is due in it by itself: a delay ends, a message expires, the
 * breaker lets deliveries go on, or its queue holds more than it may since its limit or what is
 * leased has changed.
 */
final class WakeUp extends Timer {
    private final Core core;
    private final Subscription subscription;
    private boolean overdue;

    WakeUp(Core core, Subscription subscription) {
        this.core = core;
        this.subscription = subscription;
    }

    @Override
    protected void fire(long now) {
        overdue = false;
        if (subscription.isGone()) {
            return;
        }
        if (!subscription.isLoaded()) {
            subscription.partition().whenLoaded(() -> {});
            return;
        }
        catchUp(now);
        arm();
        subscription.receiving().serve();
        subscription.order().lookOn();
    }

    /** Does what has become due. */
    void catchUp(long now) {
        DeliveryState state = subscription.state();
        while (state.delays.firstDue() <= now) {
            long offset = state.delays.firstOffset();
            long later = subscription.breaker().standBack(offset);
            if (later > 0) {
                state.delays.putRetry(offset, later);
            } else {
                subscription.order().delayEnded(offset);
            }
        }
        core.expiry.letGo(subscription, now);
        if (subscription.number() == Subscription.WORK) {
            core.overflow.pushOutExcess(subscription.queue());
        }
    }

    /** A message has come back at this offset; one whose time is over goes with the next turn. */
    void cameBack(long offset) {
        overdue |= core.expiry.isExpired(subscription, subscription.state().ages.timeOf(offset));
        arm();
    }

    /** Sets the wake-up for what is due next. */
    void arm() {
        if (!subscription.isLoaded() || subscription.isGone() || !subscription.isOpen()) {
            return;
        }
        long delay = subscription.state().delays.firstDue();
        long held = Math.min(delay, subscription.breaker().due());
        long beyond =
                subscription.number() == Subscription.WORK
                        ? core.overflow.due(subscription.queue())
                        : DueHeap.NEVER;
        long over = Math.min(beyond, core.expiry.due(subscription));
        core.timers.at(this, overdue ? core.now() : Math.min(held, over));
    }
}
