package dev.forebay.amqp;

import dev.forebay.amqp.traffic.Deed;
import dev.forebay.amqp.traffic.Traffic;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Waiting;
import java.util.List;

/**
 * One basic.consume: as long as it has credit and its client reads, a receive of as many messages
 * waits in the engine, which decides what is delivered to whom. On the lane.
 */
final class Consumer implements ChannelConsumer, Demand.Taker<Delivery> {
    /** How many messages one receive may bring. */
    private static final int BATCH = 256;

    private static final long RETRY_MILLIS = 500;

    private final AmqpChannel channel;
    private final Start start;
    private final Broker broker;
    private final Traffic traffic;
    private final Demand<Delivery> demand = new Demand<>(this::receive, this);
    private int unacked;
    private boolean ended;
    private boolean retrying;

    /**
     * How it was asked for.
     *
     * @param prefetch most deliveries that it has not settled; 0 for any number
     * @param singleActive whether one consumer of the queue gets all of its messages
     * @param givesWay whether that one gives way to a consumer of a higher priority
     * @param arguments what it asked for besides
     */
    record Start(
            String tag,
            QueueInfo queue,
            boolean noAck,
            boolean exclusive,
            int prefetch,
            boolean singleActive,
            boolean givesWay,
            ConsumerArguments arguments) {}

    Consumer(AmqpChannel channel, Start start) {
        this.channel = channel;
        this.start = start;
        this.broker = channel.broker();
        this.traffic = broker.traffic().of(start.queue().id());
    }

    @Override
    public String tag() {
        return start.tag();
    }

    @Override
    public QueueInfo queue() {
        return start.queue();
    }

    int priority() {
        return start.arguments().priority();
    }

    /** Whether it has settled all that it got. */
    boolean holdsNothing() {
        return unacked == 0;
    }

    /** A message went to its client. */
    void count(boolean redelivered) {
        Deed how = start.noAck() ? Deed.DELIVER_NO_ACK : Deed.DELIVER;
        traffic.delivered(how, redelivered);
        channel.traffic().delivered(how, redelivered);
    }

    /** When what is delivered now must be settled. */
    long dueAt() {
        return start.arguments().dueAt(broker.clock().now());
    }

    @Override
    public ConnectionView.ConsumerView view() {
        return new ConnectionView.ConsumerView(
                start.tag(),
                queue(),
                !start.noAck(),
                start.exclusive(),
                start.prefetch(),
                isActive(),
                start.arguments().ackTimeoutMillis(),
                start.arguments().given());
    }

    @Override
    public boolean isExclusive() {
        return start.exclusive();
    }

    @Override
    public void ask() {
        if (ended || retrying || demand.isOpen() || !channel.connection().writable()) {
            return;
        }
        int credit = credit();
        if (credit <= 0 || !isActive()) {
            return;
        }
        if (channel.consumers().mayGoOn(queue())) {
            demand.open(credit);
        }
    }

    private Waiting receive(int most, Reply<List<Delivery>> reply) {
        return broker.queues()
                .receive(
                        channel.connection().caller(),
                        queue().name(),
                        new Receive(most, Receive.BOUND, Integer.MAX_VALUE, null, priority()),
                        reply);
    }

    private boolean isActive() {
        if (!start.singleActive()) {
            return true;
        }
        QueueUse use = broker.uses().of(queueId());
        return use.active() == this && !(start.givesWay() && use.isAwaited(this));
    }

    private int credit() {
        int own = start.prefetch() == 0 || start.noAck() ? BATCH : start.prefetch() - unacked;
        int all = start.noAck() ? BATCH : channel.consumers().credit();
        return Math.min(BATCH, Math.min(own, all));
    }

    @Override
    public void freed() {
        unacked--;
        if (start.givesWay() && unacked == 0 && !ended) {
            broker.uses().of(queueId()).giveWay();
        }
    }

    @Override
    public void holds() {
        unacked++;
    }

    @Override
    public void creditTaken() {
        if (demand.exceeds(credit())) {
            demand.withdraw();
            ask();
        }
    }

    @Override
    public void stop() {
        ended = true;
        demand.withdraw();
    }

    @Override
    public void end() {
        stop();
        boolean last = broker.uses().remove(this);
        broker.unused().used(queueId());
        if (last) {
            channel.lastConsumerEnded(queue());
        } else if (start.singleActive()) {
            broker.uses().of(queueId()).askActive();
        }
    }

    @Override
    public void queueGone() {
        if (!ended) {
            stop();
            broker.uses().remove(this);
            channel.consumers().cancelled(this);
        }
    }

    /** Another one is to get the queue's messages. */
    void standBack() {
        demand.withdraw();
    }

    @Override
    public void came(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            retryLater();
        } else if (mayDeliver()) {
            deliver(deliveries);
        } else {
            cameTooLate(deliveries);
            ask();
        }
    }

    @Override
    public void cameTooLate(List<Delivery> deliveries) {
        channel.consumers().releaseUnseen(queue(), deliveries);
    }

    private boolean mayDeliver() {
        return !ended
                && channel.isOpen()
                && !channel.connection().flow().isOverfull()
                && channel.consumers().mayGoOn(queue());
    }

    private void deliver(List<Delivery> deliveries) {
        ClientFlow flow = channel.connection().flow();
        for (int i = 0; i < deliveries.size(); i++) {
            if (!flow.takes(deliveries.get(i).message().body().remaining())) {
                cameTooLate(deliveries.subList(i, deliveries.size()));
                break;
            }
            deliver(deliveries.get(i));
        }
        channel.consumers().creditTaken(this);
        ask();
    }

    private void deliver(Delivery delivery) {
        long tag = channel.consumers().deliver(this, delivery);
        if (start.noAck()) {
            channel.settlements().add(queue().name(), new Settlement.Ack(delivery.lease()));
        } else {
            unacked++;
            channel.consumers().hold(tag, this, queue(), delivery);
        }
    }

    @Override
    public void refused(Refusal refusal) {
        switch (refusal) {
            case Refusal.NoSuchQueue _ -> broker.uses().gone(queueId());
            case Refusal.StorageFailed _, Refusal.Damaged _ ->
                    channel.fail(Refusals.failure(refusal).fault());
            default -> retryLater();
        }
    }

    private void retryLater() {
        if (!retrying && !ended) {
            retrying = true;
            broker.queues()
                    .lane()
                    .schedule(
                            () -> {
                                retrying = false;
                                ask();
                            },
                            RETRY_MILLIS);
        }
    }
}
