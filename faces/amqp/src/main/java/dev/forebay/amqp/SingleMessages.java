package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.amqp.traffic.Deed;
import dev.forebay.amqp.traffic.Traffic;
import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages that somebody sends and takes one at a time, without a channel. On the lane. */
public final class SingleMessages {
    private final Administration administration;
    private final Broker broker;
    private final Principal by;

    SingleMessages(Administration administration, Broker broker, Principal by) {
        this.administration = administration;
        this.broker = broker;
        this.by = by;
    }

    /** What becomes of a message that was looked at. */
    public enum Ending {
        /** It is settled. */
        ACK,
        /** It goes back, as if nobody had looked. */
        RELEASE,
        /** It goes back as from a consumer who could not do it: one attempt more. */
        REQUEUE,
        /** It is given up: dead-lettered, or dropped. */
        REJECT
    }

    /**
     * A message that was got.
     *
     * @param left messages that are ready behind it
     */
    public record Got(
            String exchange,
            String routingKey,
            boolean redelivered,
            long left,
            BasicProperties properties,
            ByteBuffer body) {
        /** Leaves out the body. */
        @Override
        public String toString() {
            return "Got[" + exchange + ", " + routingKey + "]";
        }
    }

    /** Where messages that are got are put, one after the other. On the lane. */
    public interface Basket {
        /** Whether nothing more is wanted. */
        boolean isFull();

        /** Takes a message; false when it does not: then it goes back, and no other comes. */
        boolean put(Got message);
    }

    /**
     * Publishes a message.
     *
     * @param reply told whether it reached a queue, when it is on disk
     * @throws AmqpFailure 403, 404 or 406
     */
    public void publish(
            String vhost,
            String exchange,
            String routingKey,
            BasicProperties properties,
            byte[] body,
            Reply<Boolean> reply) {
        Topology topology = administration.topology(vhost);
        Gate gate = administration.gate(by, topology);
        Exchange to =
                administration
                        .exchange(vhost, exchange)
                        .orElseThrow(() -> {
                            // Who may not publish to it does not hear whether it is there.
                            gate.requirePublish(exchange);
                            return new AmqpFailure(
                                    ReplyCode.NOT_FOUND,
                                    "no " + topology.named("exchange", exchange));
                        });
        if (to.internal()) {
            throw new AmqpFailure(
                    ReplyCode.ACCESS_REFUSED,
                    "cannot publish to internal " + topology.named("exchange", exchange));
        }
        if (ReplyAddresses.PSEUDO_QUEUE.equals(properties.getReplyTo())) {
            throw DirectReplies.nobodyWaits();
        }
        Incoming message =
                new Incoming(
                        exchange,
                        routingKey,
                        ContentHeader.of(properties, body.length),
                        ByteBuffer.wrap(body));
        if (!by.name().isEmpty()) {
            message.requireFrom(by.name(), gate);
        }
        if (exchange.isEmpty()) {
            // Before it is looked for, so that the answer does not tell whether it is there.
            gate.requirePublish("", topology.vhost().qualified(routingKey));
        } else {
            message.routed().routingKeys().forEach(key -> gate.requireKey(to, Operation.SEND, key));
        }
        boolean delayed = to.type() == ExchangeType.DELAYED_MESSAGE;
        List<AtomicChange.SendTo> sends = new ArrayList<>();
        topology.route(
                exchange,
                message.routed(),
                queue -> {
                    gate.requirePublish(exchange, queue.name());
                    sends.add(new AtomicChange.SendTo(queue.name(), message.to(queue, delayed)));
                });
        Traffic through = topology.traffic(exchange);
        through.count(Deed.PUBLISH_IN);
        through.count(Deed.PUBLISH_OUT, sends.size());
        if (sends.isEmpty()) {
            if (!exchange.isEmpty()) {
                gate.requirePublish(exchange);
            }
            reply.ok(false);
            return;
        }
        new Changes(broker.queues(), by.caller())
                .spread(
                        sends,
                        Administration.then(reply, (List<SendResult.Sent> _) -> reply.ok(true)));
    }

    /**
     * Takes messages from a queue, one after the other, and ends all of them in one way.
     *
     * @param basket full when there are enough
     * @param reply told when they have ended
     * @throws AmqpFailure 403, 404 or 405
     */
    public void get(String vhost, String name, Ending ending, Basket basket, Reply<Basket> reply) {
        QueueInfo queue = administration.edits(by).usable(vhost, AmqpRule.GET, name);
        new Getting(queue, ending, basket, reply).next();
    }

    /** One get of several messages. */
    private final class Getting {
        private final QueueInfo queue;
        private final Ending ending;
        private final Basket basket;
        private final Reply<Basket> reply;
        private final List<Settlement> settlements = new ArrayList<>();

        Getting(QueueInfo queue, Ending ending, Basket basket, Reply<Basket> reply) {
            this.queue = queue;
            this.ending = ending;
            this.basket = basket;
            this.reply = reply;
        }

        void next() {
            if (basket.isFull()) {
                settle();
                return;
            }
            var _ =
                    broker.queues()
                            .receive(
                                    by.caller(),
                                    queue.name(),
                                    new Receive(1, Receive.BOUND, 0, null),
                                    new Reply<List<Delivery>>() {
                                        @Override
                                        public void ok(List<Delivery> deliveries) {
                                            take(deliveries);
                                        }

                                        @Override
                                        public void refused(Refusal refusal) {
                                            end(refusal);
                                        }
                                    });
        }

        private void take(List<Delivery> deliveries) {
            if (deliveries.isEmpty()) {
                settle();
                return;
            }
            Delivery delivery = deliveries.getFirst();
            Got message = got(delivery);
            boolean taken = basket.put(message);
            settlements.add(taken ? settlement(delivery) : release(delivery));
            if (taken) {
                count(message);
                goOn();
            } else {
                settle();
            }
        }

        /** Not from within the reply, so that many of them do not pile up. */
        private void goOn() {
            broker.queues().lane().execute(this::next);
        }

        private void count(Got message) {
            broker.traffic()
                    .of(queue.id())
                    .delivered(
                            ending == Ending.ACK ? Deed.GET_NO_ACK : Deed.GET,
                            message.redelivered());
        }

        private Got got(Delivery delivery) {
            Outgoing out = new Outgoing(delivery, Administration.local(queue));
            return new Got(
                    out.exchange(),
                    out.routingKey(),
                    out.redelivered(),
                    broker.ready(queue),
                    out.header().properties(),
                    delivery.message().body());
        }

        private Settlement settlement(Delivery delivery) {
            return switch (ending) {
                case ACK -> new Settlement.Ack(delivery.lease());
                case RELEASE -> release(delivery);
                case REQUEUE -> Consumers.backByRule(delivery.lease());
                case REJECT -> new Settlement.Reject(delivery.lease(), "by its consumer");
            };
        }

        private static Settlement release(Delivery delivery) {
            return new Settlement.Release(delivery.lease(), 0, Settlement.Attempt.UNCOUNTED, "");
        }

        /** What was taken before is answered with. */
        private void end(Refusal why) {
            if (settlements.isEmpty()) {
                reply.refused(why);
                return;
            }
            settle();
        }

        private void settle() {
            if (settlements.isEmpty()) {
                reply.ok(basket);
                return;
            }
            broker.queues()
                    .settle(
                            by.caller(),
                            queue.name(),
                            settlements,
                            Administration.then(reply, (List<SettleResult> _) -> reply.ok(basket)));
        }
    }
}
