package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages that somebody sends and takes one at a time, without a channel. On the lane. */
public final class SingleMessages {
    /** Bytes of bodies that one get brings. */
    private static final long MOST_BYTES = 16L << 20;

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
        /** It is given up: dead-lettered, or dropped. */
        REJECT
    }

    /**
     * A message that was got.
     *
     * @param left messages that are ready behind it
     */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    public record Got(
            String exchange,
            String routingKey,
            boolean redelivered,
            long left,
            BasicProperties properties,
            byte[] body) {
        /** Leaves out the body. */
        @Override
        public String toString() {
            return "Got[" + exchange + ", " + routingKey + "]";
        }
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
        Exchange to =
                administration
                        .exchange(vhost, exchange)
                        .orElseThrow(() ->
                                new AmqpFailure(
                                        ReplyCode.NOT_FOUND,
                                        "no " + topology.named("exchange", exchange)));
        if (to.internal()) {
            throw new AmqpFailure(
                    ReplyCode.ACCESS_REFUSED,
                    "cannot publish to internal " + topology.named("exchange", exchange));
        }
        Incoming message =
                new Incoming(
                        exchange,
                        routingKey,
                        ContentHeader.of(properties, body.length),
                        ByteBuffer.wrap(body));
        if (!by.name().isEmpty()) {
            message.requireFrom(by.name());
        }
        Gate gate = administration.gate(by, topology);
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
     * @param count how many at most
     * @throws AmqpFailure 403, 404 or 405
     */
    public void get(String vhost, String name, int count, Ending ending, Reply<List<Got>> reply) {
        QueueInfo queue = administration.edits(by).usable(vhost, AmqpRule.GET, name);
        new Getting(queue, count, ending, reply).next();
    }

    /** One get of several messages. */
    private final class Getting {
        private final QueueInfo queue;
        private final int count;
        private final Ending ending;
        private final Reply<List<Got>> reply;
        private final List<Got> got = new ArrayList<>();
        private final List<Settlement> settlements = new ArrayList<>();
        private long bytes;

        Getting(QueueInfo queue, int count, Ending ending, Reply<List<Got>> reply) {
            this.queue = queue;
            this.count = count;
            this.ending = ending;
            this.reply = reply;
        }

        void next() {
            if (got.size() == count || bytes >= MOST_BYTES) {
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
            Outgoing out = new Outgoing(delivery, Administration.local(queue));
            byte[] body = ByteBufUtil.getBytes(out.body());
            bytes += body.length;
            got.add(
                    new Got(
                            out.exchange(),
                            out.routingKey(),
                            out.redelivered(),
                            broker.ready(queue),
                            out.header().properties(),
                            body));
            settlements.add(settlement(delivery));
            // Not from within the reply, so that many of them do not pile up.
            broker.queues().lane().execute(this::next);
        }

        private Settlement settlement(Delivery delivery) {
            return switch (ending) {
                case ACK -> new Settlement.Ack(delivery.lease());
                case RELEASE ->
                        new Settlement.Release(
                                delivery.lease(), 0, Settlement.Attempt.UNCOUNTED, "");
                case REJECT -> new Settlement.Reject(delivery.lease(), "by its consumer");
            };
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
                reply.ok(got);
                return;
            }
            broker.queues()
                    .settle(
                            by.caller(),
                            queue.name(),
                            settlements,
                            Administration.then(reply, (List<SettleResult> _) -> reply.ok(got)));
        }
    }
}
