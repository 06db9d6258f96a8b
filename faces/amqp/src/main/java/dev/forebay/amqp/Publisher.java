package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.access.Operation;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.amqp.traffic.Deed;
import dev.forebay.amqp.traffic.Traffic;
import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SendResult;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publishing half of a channel: finds the queues of a message and has the engine take it, for
 * several queues in one change. On the lane.
 */
final class Publisher {
    private static final long NOT_CONFIRMED = 0;

    /** In bytes: what a message by itself costs while it is on its way. */
    private static final int OVERHEAD = 512;

    private final AmqpChannel channel;
    private final Broker broker;
    private final List<QueueInfo> found = new ArrayList<>();
    private final List<DirectReplies> answered = new ArrayList<>(0);
    private @Nullable Confirms confirms;

    Publisher(AmqpChannel channel) {
        this.channel = channel;
        this.broker = channel.broker();
    }

    boolean isConfirming() {
        return confirms != null;
    }

    /** Published messages that the client has not heard of yet. */
    long unconfirmed() {
        return confirms == null ? 0 : confirms.open();
    }

    void confirm() {
        if (confirms == null) {
            confirms = new Confirms(channel);
        }
    }

    /**
     * Tells which messages are on disk since the last time, unless the end was told of: another
     * channel may have the number by now.
     */
    void flush() {
        if (confirms != null && channel.isOpen()) {
            confirms.flush();
        }
    }

    /**
     * Publishes.
     *
     * @param body released here when it is not needed any more
     * @throws AmqpFailure when the channel or connection must be closed for it
     */
    void publish(AMQImpl.Basic.Publish method, ContentHeader header, ByteBuf body) {
        boolean kept = false;
        try {
            kept = tryPublish(method, header, body);
        } finally {
            found.clear();
            answered.clear();
            if (!kept) {
                body.release();
            }
        }
    }

    private boolean tryPublish(AMQImpl.Basic.Publish method, ContentHeader given, ByteBuf body) {
        if (method.getImmediate()) {
            throw new AmqpFailure(ReplyCode.NOT_IMPLEMENTED, "immediate=true");
        }
        Exchange exchange = exchange(method.getExchange());
        ContentHeader header = channel.replies().addressed(given);
        Transaction transaction = channel.transaction();
        ByteBuf bytes = transaction == null ? body : KeptBody.copy(body);
        Incoming message =
                new Incoming(
                        method.getExchange(), method.getRoutingKey(), header, bytes.nioBuffer());
        message.requireFrom(channel.connection().login(), channel.gate());
        route(method, message);
        permit(method.getExchange(), exchange, message);
        count(method.getExchange());
        boolean delayed = exchange != null && exchange.type() == ExchangeType.DELAYED_MESSAGE;
        if (transaction != null) {
            inTransaction(transaction, method, header, message, bytes, delayed);
            return false;
        }
        long number = confirms == null ? NOT_CONFIRMED : confirms.begin();
        boolean isAnswer = answer(message, body);
        if (found.isEmpty()) {
            if (method.getMandatory() && !isAnswer) {
                channel.giveBack(returned(method), header, body);
            }
            if (!isAnswer) {
                ledNowhere(method);
            }
            if (confirms != null) {
                confirms.done(number);
            }
            return false;
        }
        send(message, body, number, delayed);
        return true;
    }

    private void count(String exchange) {
        channel.traffic().count(Deed.PUBLISH);
        Traffic through = channel.topology().traffic(exchange);
        through.count(Deed.PUBLISH_IN);
        through.count(Deed.PUBLISH_OUT, found.size());
    }

    private void ledNowhere(AMQImpl.Basic.Publish method) {
        channel.countToo(method.getMandatory() ? Deed.RETURN : Deed.DROP);
    }

    /** Whether it reached somebody who waits for it, without a queue. */
    private boolean answer(Incoming message, ByteBuf body) {
        boolean taken = false;
        for (int i = 0; i < answered.size(); i++) {
            taken |= answered.get(i).take(message.header(), body);
        }
        return taken;
    }

    private @Nullable Exchange exchange(String name) {
        if (name.isEmpty()) {
            return null;
        }
        Exchange exchange = channel.topology().exchange(name);
        if (exchange == null) {
            // Who may not publish to it does not hear whether it is there.
            channel.gate().requirePublish(name);
            throw new AmqpFailure(
                    ReplyCode.NOT_FOUND, "no " + channel.topology().named("exchange", name));
        }
        if (exchange.internal()) {
            throw new AmqpFailure(
                    ReplyCode.ACCESS_REFUSED,
                    "cannot publish to internal " + channel.topology().named("exchange", name));
        }
        return exchange;
    }

    private void route(AMQImpl.Basic.Publish method, Incoming message) {
        boolean byName = method.getExchange().isEmpty();
        if (byName) {
            message.routed().routingKeys().forEach(this::findWaiting);
        }
        if (byName && message.routed().routingKeys().size() == 1) {
            if (ReplyAddresses.isAddress(method.getRoutingKey())) {
                return;
            }
            // Before it is looked for, so that the answer does not tell whether it is there.
            Topology topology = channel.topology();
            String key = method.getRoutingKey();
            channel.gate().requirePublish("", topology.vhost().qualified(key));
            topology.queue(key).ifPresent(found::add);
        } else {
            int looks =
                    channel.topology().route(method.getExchange(), message.routed(), found::add);
            channel.connection().rest().share().used(looks);
        }
    }

    private void permit(String name, @Nullable Exchange exchange, Incoming message) {
        for (QueueInfo queue : found) {
            channel.gate().requirePublish(name, queue.name());
        }
        if (exchange == null) {
            return;
        }
        if (found.isEmpty()) {
            channel.gate().requirePublish(name);
        }
        for (String key : message.routed().routingKeys()) {
            channel.gate().requireKey(exchange, Operation.SEND, key);
        }
    }

    /** Who was given an address may answer to it, whatever else he may do. */
    private void findWaiting(String key) {
        if (ReplyAddresses.isAddress(key)) {
            DirectReplies waiting = broker.replyAddresses().find(key);
            if (waiting != null && !answered.contains(waiting)) {
                answered.add(waiting);
            }
        }
    }

    private void inTransaction(
            Transaction transaction,
            AMQImpl.Basic.Publish method,
            ContentHeader header,
            Incoming message,
            ByteBuf body,
            boolean delayed) {
        transaction.publish();
        for (DirectReplies waiting : answered) {
            transaction.answer(
                    new Transaction.Answer(waiting, message.header(), body), body.readableBytes());
        }
        if (found.isEmpty()) {
            if (method.getMandatory() && answered.isEmpty()) {
                transaction.giveBack(
                        new Transaction.Returned(returned(method), header, body),
                        body.readableBytes());
            }
            if (answered.isEmpty()) {
                ledNowhere(method);
            }
            return;
        }
        transaction.send(sends(message, delayed), body.readableBytes());
    }

    private List<AtomicChange.SendTo> sends(Incoming message, boolean delayed) {
        List<AtomicChange.SendTo> sends = new ArrayList<>(found.size());
        for (QueueInfo queue : found) {
            sends.add(new AtomicChange.SendTo(queue.name(), message.to(queue, delayed)));
        }
        return sends;
    }

    private void send(Incoming message, ByteBuf body, long number, boolean delayed) {
        if (found.size() == 1) {
            QueueInfo queue = found.getFirst();
            broker.queues()
                    .send(
                            channel.connection().caller(),
                            queue.name(),
                            message.to(queue, delayed),
                            new Sending<SendResult.Sent>(message, body, number));
        } else {
            List<AtomicChange.SendTo> sends = sends(message, delayed);
            Reply<List<SendResult.Sent>> reply = new Sending<>(message, body, number);
            if (!broker.warm().areAll(found) || Changes.areMany(sends)) {
                reply = first(reply, List.copyOf(found));
            }
            // The next message may be published before this returns.
            found.clear();
            changes().spread(sends, reply);
        }
    }

    private Changes changes() {
        return new Changes(broker.queues(), channel.connection().caller());
    }

    /** What comes after waits, so that it does not reach a queue before this. */
    private <T> Reply<T> first(Reply<T> reply, List<QueueInfo> queues) {
        Runnable next = channel.commands().hold();
        return new Reply<>() {
            @Override
            public void ok(T value) {
                broker.warm().took(queues);
                reply.ok(value);
                next.run();
            }

            @Override
            public void refused(Refusal refusal) {
                reply.refused(refusal);
                next.run();
            }
        };
    }

    private static AMQImpl.Basic.Return returned(AMQImpl.Basic.Publish method) {
        return new AMQImpl.Basic.Return(
                ReplyCode.NO_ROUTE.number(),
                ReplyCode.NO_ROUTE.name(),
                method.getExchange(),
                method.getRoutingKey());
    }

    private void refused(Refusal refusal, long number) {
        broker.alarm().look();
        if (refusal instanceof Refusal.MessageTooLarge) {
            channel.fail(Refusals.failure(refusal).fault());
        } else if (confirms != null) {
            confirms.refused(number);
        } else if (!(refusal instanceof Refusal.QueueFull)
                && !(refusal instanceof Refusal.NoSuchQueue)) {
            // Nobody would hear that the message is lost; a full queue drops as RabbitMQ's do.
            channel.fail(Refusals.failure(refusal).fault());
        }
    }

    /** What a message takes in memory while it is on its way to so many queues. */
    private static int onItsWay(ByteBuf body, int queues) {
        int one = OVERHEAD + body.readableBytes();
        return (int) Math.min(queues * (long) one, Math.max(one, AtomicChange.MOST_BYTES));
    }

    /** Holds a message until the engine has it on disk or refuses it. */
    private final class Sending<T> implements Reply<T> {
        private final Incoming message;
        private final ByteBuf body;
        private final long number;
        private final int size;
        private final SendFence.Stretch stretch;

        Sending(Incoming message, ByteBuf body, long number) {
            this.message = message;
            this.body = body;
            this.number = number;
            this.size = onItsWay(body, found.size());
            this.stretch = channel.connection().flow().fence().begin();
            channel.connection().flow().sending(size);
        }

        @Override
        public void ok(T sent) {
            ended();
            told();
        }

        @Override
        public void refused(Refusal refusal) {
            List<AtomicChange.SendTo> onward = onward(refusal);
            if (onward.isEmpty()) {
                refusedAfterAll(refusal);
                return;
            }
            changes()
                    .spread(
                            onward,
                            new Reply<>() {
                                @Override
                                public void ok(List<SendResult.Sent> sent) {
                                    refusedAfterAll(refusal);
                                }

                                @Override
                                public void refused(Refusal another) {
                                    refusedAfterAll(refusal);
                                }
                            });
        }

        /** Where a full queue turns messages away to its dead-letter exchange, its way there. */
        private List<AtomicChange.SendTo> onward(Refusal refusal) {
            return refusal instanceof Refusal.QueueFull full
                    ? broker.queues()
                            .find(full.queue())
                            .filter(QueueArguments::deadLettersWhatItRefuses)
                            .map(queue -> broker.deadLetters().turnedAway(queue, message))
                            .orElse(List.of())
                    : List.of();
        }

        private void refusedAfterAll(Refusal refusal) {
            ended();
            Publisher.this.refused(refusal, number);
        }

        private void told() {
            if (confirms != null && number != NOT_CONFIRMED) {
                confirms.done(number);
            }
        }

        private void ended() {
            body.release();
            channel.connection().flow().sent(size);
            channel.connection().flow().fence().end(stretch);
        }
    }
}
