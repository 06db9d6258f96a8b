package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.Timer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One receive, from its call to its reply. */
final class Waiter extends Timer implements Waiting, Durable {
    private final Core core;
    private final Receiving receiving;
    private final Subscription subscription;
    private final Consumers.Known consumer;
    private final Receive receive;
    private final Reply<List<Delivery>> reply;
    private final long deadline;
    private @Nullable Handout handout;
    private boolean late;
    private boolean over;

    Waiter(
            Core core,
            Receiving receiving,
            Subscription subscription,
            Consumers.Known consumer,
            Receive receive,
            Reply<List<Delivery>> reply,
            long deadline) {
        this.core = core;
        this.receiving = receiving;
        this.subscription = subscription;
        this.consumer = consumer;
        this.receive = receive;
        this.reply = reply;
        this.deadline = deadline;
    }

    /** Who receives. */
    Caller caller() {
        return consumer.caller();
    }

    Consumers.Known consumer() {
        return consumer;
    }

    long deadline() {
        return deadline;
    }

    @Nullable String attemptId() {
        return receive.attemptId();
    }

    int priority() {
        return receive.priority();
    }

    boolean isBound() {
        return receive.isBound();
    }

    boolean isLate() {
        return late;
    }

    void markLate() {
        late = true;
    }

    /** Whether the reply was given or is not wanted any more. */
    boolean isOver() {
        return over;
    }

    Handout handout(int room, long queuesLeaseMillis) {
        long lease =
                receive.leaseMillis() == Receive.QUEUE_DEFAULT
                        ? queuesLeaseMillis
                        : receive.leaseMillis();
        return new Handout(core, subscription, consumer, Math.min(room, receive.max()), lease);
    }

    /**
     * The leases are decided; the reply follows once they are on disk. Those that end with their
     * connection are worth nothing after a crash: these messages come again, marked as delivered
     * before if the entry was written.
     */
    void give(Handout given) {
        handout = given;
        if (isBound()) {
            durable();
        } else {
            core.journal.whenDurable(subscription.queue(), this);
        }
    }

    void giveNothing() {
        over = true;
        reply.ok(List.of());
    }

    void refuse(Refusal refusal) {
        over = true;
        reply.refused(refusal);
    }

    @Override
    public void durable() {
        Handout given = handout;
        if (!over && given != null) {
            over = true;
            consumer.gave(given.deliveries().size());
            reply.ok(given.deliveries());
        }
    }

    @Override
    public void lost(Refusal refusal) {
        if (!over) {
            refuse(refusal);
        }
    }

    @Override
    protected void fire(long now) {
        receiving.timeout(this);
    }

    @Override
    public Optional<HeldBack> heldBack() {
        return receiving.heldBack(consumer.caller());
    }

    @Override
    public void cancel() {
        if (over) {
            return;
        }
        over = true;
        Handout given = handout;
        if (given == null) {
            receiving.remove(this);
        } else {
            core.turn.begin();
            core.callers.as(consumer.caller(), () -> takeBack(given));
            receiving.serve();
        }
    }

    private void takeBack(Handout given) {
        // Backwards, so that messages of one key stand in order again at every step.
        List<Delivery> deliveries = given.deliveries();
        for (int i = deliveries.size() - 1; i >= 0; i--) {
            LeaseId lease = deliveries.get(i).lease();
            Subscription giver = subscription.partition().subscription(lease.pass());
            if (giver != null && !giver.isGone()) {
                takeBack(giver, lease);
            }
        }
    }

    private void takeBack(Subscription giver, LeaseId lease) {
        int slot = giver.state().leaseOf(lease.offset());
        if (slot != LeaseTable.NONE
                && core.leases.number(slot) == lease.number()
                && !core.leases.parked(slot)) {
            core.leaseEnding.takeBack(giver, slot);
        }
    }
}
