package dev.forebay.engine.core;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.log.LogFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leases on their way to one receive. */
final class Handout {
    private final Core core;
    private Subscription subscription;
    private final Consumers.Known consumer;
    private final int most;
    private int enough;
    private final long leaseMillis;
    private final List<Delivery> deliveries;
    private @Nullable Refusal refusal;

    Handout(
            Core core,
            Subscription subscription,
            Consumers.Known consumer,
            int most,
            long leaseMillis) {
        this.core = core;
        this.subscription = subscription;
        this.consumer = consumer;
        this.most = most;
        this.enough = most;
        this.leaseMillis = leaseMillis;
        this.deliveries = new ArrayList<>(Math.min(most, 10));
    }

    /** What is leased from now on is leased from this one: so much of it at most. */
    void from(Subscription source, int room) {
        subscription = source;
        enough = deliveries.size() + Math.min(room, most - deliveries.size());
    }

    /** Whether its leases are bound to a connection. */
    boolean isBound() {
        return leaseMillis == Receive.BOUND;
    }

    boolean wantsMore() {
        return deliveries.size() < enough && refusal == null;
    }

    /** How many more it takes. */
    int room() {
        return enough - deliveries.size();
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    /** Why nothing more can be read, or null. */
    @Nullable Refusal refusal() {
        return refusal;
    }

    /** Whether damage at the offset is stepped over; if not, the receive ends with it. */
    boolean stepsOver(MessageCursor cursor, long offset) {
        LogFailure failure = cursor.failure();
        if (failure == null) {
            return false;
        }
        if (subscription.partition().quarantine().takes(failure, offset)) {
            cursor.forgive();
            return true;
        }
        refusal = core.gate.refusal(failure);
        return false;
    }

    /** Leases the message under the cursor; false when it has expired and was settled as such. */
    boolean offer(MessageCursor cursor, @Nullable Key key) {
        long offset = cursor.reader().offset();
        StoredMessage stored = core.stored;
        stored.read(cursor.reader());
        if (stored.time() > 0) {
            cursor.timeIs(stored.time());
        }
        if (!subscription.isNew(offset) && isPast(cursor, stored)) {
            core.expiry.expire(subscription, offset, stored.size());
            return false;
        }
        lease(offset, stored, key, subscription.partition().mayHaveGoneOut(cursor));
        return true;
    }

    private boolean isPast(MessageCursor cursor, StoredMessage stored) {
        return core.expiry.isExpired(subscription, cursor) || stored.isOverdue(core.now());
    }

    private void lease(
            long offset, StoredMessage stored, @Nullable Key key, boolean perhapsBefore) {
        long now = core.now();
        long number = core.journal.nextSequence();
        long until = isBound() ? LeaseTable.BOUND : now + leaseMillis;
        JournalWriter.lease(
                core.journal.entry(subscription),
                offset,
                number,
                until,
                core.wall(),
                stored.size(),
                key);
        int slot =
                subscription.state().lease(offset, number, now, until, core.wall(), stored.size());
        core.leases.setHolder(slot, consumer);
        subscription.breaker().gave(offset);
        RetryRule own = stored.retry();
        if (own != null) {
            JournalWriter.ownRule(core.journal.entry(subscription), offset, own);
            subscription.state().rules.put(offset, own);
        }
        deliveries.add(
                new Delivery(
                        new LeaseId(
                                subscription.partition().number(),
                                offset,
                                subscription.number(),
                                number),
                        stored.id(subscription.queue().id(), offset),
                        stored.message(),
                        core.leases.attempt(slot),
                        stored.sentAt(),
                        core.leases.firstLeased(slot),
                        stored.deduplicationId(),
                        stored.source(),
                        failures(offset),
                        perhapsBefore));
    }

    private List<String> failures(long offset) {
        Tried tried = subscription.state().tried;
        return tried.hasReasons(offset) ? tried.reasons(offset) : List.of();
    }
}
