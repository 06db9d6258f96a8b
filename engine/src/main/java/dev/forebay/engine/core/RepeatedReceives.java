package dev.forebay.engine.core;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.struct.LeaseTable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Receives that can be repeated by their attempt id: they get the leases they got before, as long
 * as these are untouched. For queues with an order, where a lost answer would block keys.
 */
final class RepeatedReceives {
    private final Core core;
    private final Subscription subscription;
    private final Map<String, Remembered> byId = new LinkedHashMap<>();

    RepeatedReceives(Core core, Subscription subscription) {
        this.core = core;
        this.subscription = subscription;
    }

    private record Remembered(Handout handout, long at, long until) {}

    void remember(Waiter waiter, Handout handout) {
        String id = waiter.attemptId();
        if (id == null || !subscription.state().keyed) {
            return;
        }
        forgetOld();
        Delivery first = handout.deliveries().get(0);
        int slot = slot(first.lease());
        byId.remove(id);
        byId.put(id, new Remembered(handout, core.now(), core.leases.deadline(slot)));
    }

    /** Whether the receive was answered with what it got before. */
    boolean answer(Waiter waiter) {
        if (waiter.attemptId() == null) {
            return false;
        }
        forgetOld();
        Remembered remembered = byId.get(waiter.attemptId());
        if (remembered == null || !isUntouched(remembered)) {
            return false;
        }
        waiter.give(remembered.handout());
        return true;
    }

    private boolean isUntouched(Remembered remembered) {
        for (Delivery delivery : remembered.handout().deliveries()) {
            int slot = slot(delivery.lease());
            if (slot == LeaseTable.NONE
                    || core.leases.parked(slot)
                    || core.leases.number(slot) != delivery.lease().number()
                    || core.leases.deadline(slot) != remembered.until()) {
                return false;
            }
        }
        return true;
    }

    private int slot(LeaseId lease) {
        Subscription giver = subscription.partition().subscription(lease.pass());
        return giver == null ? LeaseTable.NONE : giver.state().leaseOf(lease.offset());
    }

    private void forgetOld() {
        Iterator<Remembered> oldest = byId.values().iterator();
        while (oldest.hasNext()) {
            Remembered remembered = oldest.next();
            boolean old = core.now() - remembered.at() >= core.limits.attemptIdMillis();
            if (!old && byId.size() <= core.limits.attemptIds()) {
                return;
            }
            oldest.remove();
        }
    }
}
