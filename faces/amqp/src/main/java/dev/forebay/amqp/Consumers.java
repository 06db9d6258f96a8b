package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.traffic.Deed;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Settlement;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The consuming half of a channel: its consumers, what they have not settled, its prefetch. */
final class Consumers {
    private static final int SHORT = 0xFFFF;

    private final AmqpChannel channel;
    private final Broker broker;
    private final Unacked unacked;
    private final Map<String, ChannelConsumer> consumers = new LinkedHashMap<>();
    private int prefetchOfNext;
    private int prefetchOfAll;

    Consumers(AmqpChannel channel) {
        this.channel = channel;
        this.broker = channel.broker();
        this.unacked = new Unacked(channel.connection().acks()::due);
    }

    /** With {@code global} for the channel as a whole, else for each consumer made from now on. */
    void qos(AMQImpl.Basic.Qos qos) {
        if (qos.getPrefetchSize() != 0) {
            throw new AmqpFailure(
                    ReplyCode.NOT_IMPLEMENTED, "prefetch_size!=0 (" + qos.getPrefetchSize() + ")");
        }
        int count = qos.getPrefetchCount() & SHORT;
        if (qos.getGlobal()) {
            prefetchOfAll = count;
            List.copyOf(consumers.values()).forEach(ChannelConsumer::creditTaken);
            askAll();
        } else {
            prefetchOfNext = count;
        }
        channel.write(new AMQImpl.Basic.QosOk());
    }

    void consume(AMQImpl.Basic.Consume consume) {
        String tag = tag(consume.getConsumerTag());
        if (consume.getQueue().equals(ReplyAddresses.PSEUDO_QUEUE)) {
            channel.replies().consume(consume, tag);
            consuming(consume, tag);
            return;
        }
        QueueInfo queue = channel.queues().usable(AmqpRule.CONSUME, consume.getQueue());
        QueueUse use = broker.uses().of(queue.id());
        DeclaredQueue declared = DeclaredQueue.of(queue);
        boolean single = Boolean.TRUE.equals(declared.arguments().get("x-single-active-consumer"));
        if (use.isHeldExclusively()
                || (consume.getExclusive() && (single || !use.consumers().isEmpty()))) {
            throw new AmqpFailure(
                    ReplyCode.ACCESS_REFUSED,
                    channel.topology().named("queue", channel.topology().name(queue))
                            + " in exclusive use");
        }
        boolean quorum =
                "quorum".equals(FieldValues.text(declared.arguments().get("x-queue-type")));
        ConsumerArguments arguments =
                ConsumerArguments.read(
                        FieldValues.table(consume.getArguments()),
                        channel.topology().named("queue", channel.topology().name(queue)),
                        DeclaredQueue.effective(queue),
                        broker.settings().ackTimeoutMillis());
        if (queue.settings().kind() == QueueKind.STREAM) {
            read(consume, tag, queue, arguments);
            return;
        }
        Consumer consumer =
                new Consumer(
                        channel,
                        new Consumer.Start(
                                tag,
                                queue,
                                consume.getNoAck(),
                                consume.getExclusive(),
                                prefetchOfNext,
                                single,
                                single && quorum,
                                arguments));
        consumers.put(tag, consumer);
        broker.uses().add(consumer, channel.connection().caller());
        consuming(consume, tag);
        if (single && quorum) {
            broker.uses().of(queue.id()).giveWay();
        }
        consumer.ask();
    }

    private void read(
            AMQImpl.Basic.Consume consume,
            String tag,
            QueueInfo queue,
            ConsumerArguments arguments) {
        StreamConsumer consumer =
                new StreamConsumer(
                        channel,
                        new StreamDemand(broker, queue, stream(queue))
                                .start(consume, tag, prefetchOfNext, prefetchOfAll, arguments));
        consumers.put(tag, consumer);
        broker.uses().add(consumer, channel.connection().caller());
        consuming(consume, tag);
        consumer.begin();
    }

    private String stream(QueueInfo queue) {
        return channel.topology().named("stream", channel.topology().name(queue));
    }

    private String tag(String wanted) {
        if (wanted.isEmpty()) {
            return GeneratedNames.consumerTag(broker.random());
        }
        if (consumers.containsKey(wanted) || channel.replies().isTag(wanted)) {
            throw new AmqpFailure(
                    ReplyCode.NOT_ALLOWED, "attempt to reuse consumer tag '" + wanted + "'");
        }
        return wanted;
    }

    private void consuming(AMQImpl.Basic.Consume consume, String tag) {
        if (!consume.getNowait()) {
            channel.write(new AMQImpl.Basic.ConsumeOk(tag));
        }
    }

    void cancel(AMQImpl.Basic.Cancel cancel) {
        channel.replies().cancel(cancel.getConsumerTag());
        ChannelConsumer consumer = consumers.remove(cancel.getConsumerTag());
        if (consumer != null) {
            consumer.end();
        }
        if (!cancel.getNowait()) {
            channel.write(new AMQImpl.Basic.CancelOk(cancel.getConsumerTag()));
        }
    }

    /** The queue of a consumer is gone. */
    void cancelled(ChannelConsumer consumer) {
        if (consumers.remove(consumer.tag(), consumer)
                && channel.isOpen()
                && channel.connection().hearsOfCancelledConsumers()) {
            channel.write(new AMQImpl.Basic.Cancel(consumer.tag(), true));
        }
    }

    void get(AMQImpl.Basic.Get get) {
        QueueInfo queue = channel.queues().usable(AmqpRule.GET, get.getQueue());
        if (queue.settings().kind() == QueueKind.STREAM) {
            throw new AmqpFailure(
                    ReplyCode.NOT_IMPLEMENTED, "basic.get not supported by " + stream(queue));
        }
        Reply<List<Delivery>> reply = channel.reply(get, deliveries -> got(get, queue, deliveries));
        var _ =
                broker.queues()
                        .receive(
                                channel.connection().caller(),
                                queue.name(),
                                new Receive(1, Receive.BOUND, 0, null),
                                new Reply<>() {
                                    @Override
                                    public void ok(List<Delivery> deliveries) {
                                        if (!channel.isOpen()) {
                                            releaseUnseen(queue, deliveries);
                                        }
                                        reply.ok(deliveries);
                                    }

                                    @Override
                                    public void refused(Refusal refusal) {
                                        reply.refused(refusal);
                                    }
                                });
    }

    /** What the client never saw is no attempt, and is back before others get what is behind it. */
    void releaseUnseen(QueueInfo queue, List<Delivery> deliveries) {
        for (Delivery delivery : deliveries.reversed()) {
            channel.settlements()
                    .add(
                            queue.name(),
                            new Settlement.Release(
                                    delivery.lease(), 0, Settlement.Attempt.UNCOUNTED, ""));
        }
        channel.settlements().flush();
    }

    private void got(AMQImpl.Basic.Get get, QueueInfo queue, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            broker.traffic().of(queue.id()).count(Deed.GET_EMPTY);
            channel.traffic().count(Deed.GET_EMPTY);
            channel.write(new AMQImpl.Basic.GetEmpty(""));
            return;
        }
        Delivery delivery = deliveries.getFirst();
        int bytes = delivery.message().body().remaining();
        if (!channel.connection().flow().answers(bytes)) {
            releaseUnseen(queue, deliveries);
            getWhenRoom(get, bytes);
            return;
        }
        Outgoing out = new Outgoing(delivery, channel.topology().name(queue));
        long left = broker.ready(queue);
        long tag = unacked.nextTag();
        channel.connection()
                .write(
                        channel.number(),
                        new AMQImpl.Basic.GetOk(
                                tag,
                                out.redelivered(),
                                out.exchange(),
                                out.routingKey(),
                                (int) Math.min(Integer.MAX_VALUE, left)),
                        out.header(),
                        out.body());
        Deed how = get.getNoAck() ? Deed.GET_NO_ACK : Deed.GET;
        broker.traffic().of(queue.id()).delivered(how, out.redelivered());
        channel.traffic().delivered(how, out.redelivered());
        if (get.getNoAck()) {
            channel.settlements().add(queue.name(), new Settlement.Ack(delivery.lease()));
        } else {
            unacked.add(
                    new Held(tag, null, queue.name(), queue.id(), delivery.lease(), dueAt(queue)));
        }
    }

    private void getWhenRoom(AMQImpl.Basic.Get get, int bytes) {
        Runnable next = channel.commands().hold();
        broker.unread()
                .await(
                        channel.connection().flow(),
                        ClientFlow.roomFor(bytes),
                        () -> {
                            channel.afterSettlements(get, () -> get(get));
                            next.run();
                        });
    }

    /** Where no consumer says how long a delivery may be kept. */
    private long dueAt(QueueInfo queue) {
        return ConsumerArguments.read(
                        Map.of(),
                        queue.name(),
                        DeclaredQueue.effective(queue),
                        broker.settings().ackTimeoutMillis())
                .dueAt(broker.clock().now());
    }

    /** Sends a message to a consumer; returns its delivery tag. */
    long deliver(Consumer consumer, Delivery delivery) {
        Outgoing out = new Outgoing(delivery, channel.topology().name(consumer.queue()));
        long tag = unacked.nextTag();
        channel.connection()
                .write(
                        channel.number(),
                        new AMQImpl.Basic.Deliver(
                                consumer.tag(),
                                tag,
                                out.redelivered(),
                                out.exchange(),
                                out.routingKey()),
                        out.header(),
                        out.body());
        consumer.count(out.redelivered());
        return tag;
    }

    /** Sends an answer that came without a queue, unless the client leaves too much unread. */
    boolean answer(String consumerTag, String address, ContentHeader header, ByteBuf body) {
        if (channel.connection().flow().isUnread()) {
            return false;
        }
        AMQImpl.Basic.Deliver deliver =
                new AMQImpl.Basic.Deliver(consumerTag, unacked.nextTag(), false, "", address);
        channel.connection()
                .write(channel.number(), deliver, header, channel.connection().toKeep(body));
        return true;
    }

    /** Whether a consumer may still take from its queue; else the channel ends, with the reason. */
    boolean mayGoOn(QueueInfo queue) {
        try {
            channel.gate().requireOn(AmqpRule.CONSUME, queue.name());
            return true;
        } catch (AmqpFailure denied) {
            channel.fail(denied.fault());
            return false;
        }
    }

    /** What its consumers have not settled. */
    Unacked unacked() {
        return unacked;
    }

    void hold(long tag, Consumer consumer, QueueInfo queue, Delivery delivery) {
        unacked.add(
                new Held(
                        tag,
                        consumer,
                        queue.name(),
                        queue.id(),
                        delivery.lease(),
                        consumer.dueAt()));
    }

    int prefetchOfNext() {
        return prefetchOfNext;
    }

    int prefetchOfAll() {
        return prefetchOfAll;
    }

    /** Its consumers for people to look at. */
    List<ConnectionView.ConsumerView> views() {
        return consumers.values().stream().map(ChannelConsumer::view).toList();
    }

    /** How many more deliveries the channel may have. */
    int credit() {
        int most = broker.settings().maxUnacked() - unacked.size();
        return prefetchOfAll == 0 ? most : Math.min(most, prefetchOfAll - unacked.consumed());
    }

    void creditTaken(ChannelConsumer by) {
        if (prefetchOfAll == 0 || consumers.size() < 2) {
            return;
        }
        for (ChannelConsumer other : List.copyOf(consumers.values())) {
            if (other != by) {
                other.creditTaken();
            }
        }
    }

    /** Whether a delivery has been kept for too long. */
    boolean isOverdue(long now) {
        return unacked.isOverdue(now);
    }

    void ack(AMQImpl.Basic.Ack ack) {
        List<Held> acked = settle(ack.getDeliveryTag(), ack.getMultiple(), Settlement.Ack::new);
        channel.traffic().count(Deed.ACK, acked.size());
        free(acked);
    }

    private List<Held> settle(long tag, boolean multiple, Function<LeaseId, Settlement> how) {
        List<Held> taken = unacked.take(tag, multiple);
        permit(taken);
        for (Held held : taken) {
            settle(held, how);
        }
        return taken;
    }

    /** Back to the queue, where it stands again in its old place before anybody asks for more. */
    void requeue(long tag, boolean multiple) {
        List<Held> taken = settle(tag, multiple, Consumers::backByRule);
        channel.settlements().flush();
        free(taken);
    }

    /** Back to the queue, at once unless the queue says how long that waits. */
    static Settlement backByRule(LeaseId lease) {
        return new Settlement.Release(lease, Settlement.Release.BY_RULE);
    }

    /** To the dead-letter queue, or nowhere. */
    void reject(long tag, boolean multiple) {
        free(settle(tag, multiple, lease -> new Settlement.Reject(lease, "by its consumer")));
    }

    /** Whose right was taken away settles nothing any more: all goes back with the channel. */
    private void permit(List<Held> taken) {
        for (Held held : taken) {
            if (!channel.gate().allowsOn(AmqpRule.ACK, held.queue())) {
                taken.forEach(unacked::add);
                channel.gate().requireOn(AmqpRule.ACK, held.queue());
            }
        }
    }

    private void settle(Held held, Function<LeaseId, Settlement> how) {
        LeaseId lease = held.lease();
        if (lease != null && isThere(held)) {
            Settlement settlement = how.apply(lease);
            Transaction transaction = channel.transaction();
            if (transaction == null) {
                channel.settlements().add(held.queue(), settlement);
            } else {
                transaction.settle(held, settlement);
            }
        }
    }

    /** The consumers of these have credit for others, and ask for them. */
    private void free(List<Held> settled) {
        for (Held held : settled) {
            ChannelConsumer consumer = held.consumer();
            if (consumer != null) {
                consumer.freed();
            }
        }
        askAll();
    }

    private boolean isThere(Held held) {
        Optional<QueueInfo> queue = broker.queues().find(held.queue());
        return queue.isPresent() && queue.get().id() == held.queueId();
    }

    private void askAll() {
        for (ChannelConsumer consumer : List.copyOf(consumers.values())) {
            consumer.ask();
        }
    }

    /** The client reads again. */
    void writable() {
        askAll();
    }

    void recover(boolean requeue) {
        if (!requeue) {
            throw new AmqpFailure(ReplyCode.NOT_IMPLEMENTED, "requeue=false");
        }
        releaseAll();
    }

    /** What a rollback gives back to the client, as if it had not settled it. */
    void restore(List<Held> settled) {
        for (Held held : settled) {
            unacked.add(held);
            ChannelConsumer consumer = held.consumer();
            if (consumer != null) {
                consumer.holds();
            }
        }
        List.copyOf(consumers.values()).forEach(ChannelConsumer::creditTaken);
    }

    /** All that is not settled goes back. */
    void releaseAll() {
        List<Held> all = unacked.takeAll();
        for (Held held : all) {
            LeaseId lease = held.lease();
            if (lease != null && isThere(held)) {
                channel.settlements().add(held.queue(), backByRule(lease));
            }
        }
        channel.settlements().flush();
        free(all);
    }

    /** The channel ends: nothing more is delivered. */
    void stop() {
        consumers.values().forEach(ChannelConsumer::stop);
    }

    /** Others may take the consumers' places. */
    void end() {
        List.copyOf(consumers.values()).forEach(ChannelConsumer::end);
        consumers.clear();
    }
}
