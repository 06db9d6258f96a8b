package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.amqp.traffic.Deed;
import dev.forebay.amqp.traffic.Traffic;
import dev.forebay.engine.Cursor;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.ReadMessage;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Waiting;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One basic.consume of a stream: reads at a place of its own as far as its credit goes, which acks
 * give back. Nothing else comes of them, and of nacks: the messages stay where they are. On the
 * lane.
 */
final class StreamConsumer implements ChannelConsumer, Demand.Taker<ReadMessage> {
    /** How many messages one read may bring. */
    private static final int BATCH = 256;

    /** A read ends once it has brought so many bytes. */
    private static final long BATCH_BYTES = 1 << 20;

    private final AmqpChannel channel;
    private final Start start;
    private final Demand<ReadMessage> demand = new Demand<>(this::read, this);
    private final Traffic traffic;
    private @Nullable Cursor cursor;

    /** Where it reads on once its client reads again; null unless it stood back. */
    private @Nullable Position later;

    private int unacked;
    private boolean ended;
    private boolean asking;
    private boolean askAgain;

    /**
     * How it was asked for.
     *
     * @param prefetch most deliveries that it has not settled, 1 or more
     */
    record Start(
            String tag,
            QueueInfo queue,
            boolean exclusive,
            int prefetch,
            Position from,
            StreamFilter filter,
            ConsumerArguments arguments) {}

    StreamConsumer(AmqpChannel channel, Start start) {
        this.channel = channel;
        this.start = start;
        this.traffic = channel.broker().traffic().of(start.queue().id());
    }

    @Override
    public String tag() {
        return start.tag();
    }

    @Override
    public QueueInfo queue() {
        return start.queue();
    }

    @Override
    public boolean isExclusive() {
        return start.exclusive();
    }

    @Override
    public ConnectionView.ConsumerView view() {
        return new ConnectionView.ConsumerView(
                start.tag(),
                queue(),
                true,
                start.exclusive(),
                start.prefetch(),
                !ended,
                start.arguments().ackTimeoutMillis(),
                start.arguments().given());
    }

    /** Begins to read. */
    void begin() {
        open(start.from());
    }

    private void open(Position from) {
        channel.broker()
                .queues()
                .cursors()
                .open(
                        queue().name(),
                        from,
                        new Reply<>() {
                            @Override
                            public void ok(Cursor opened) {
                                if (ended) {
                                    opened.close();
                                } else {
                                    cursor = opened;
                                    ask();
                                }
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                StreamConsumer.this.refused(refusal);
                            }
                        });
    }

    @Override
    public void ask() {
        askAgain = true;
        if (asking) {
            // A read that is answered at once is followed by the next from here, not from within.
            return;
        }
        asking = true;
        while (askAgain) {
            askAgain = false;
            read();
        }
        asking = false;
    }

    private void read() {
        if (ended || demand.isOpen() || !channel.connection().writable()) {
            return;
        }
        Position from = later;
        if (from != null) {
            later = null;
            open(from);
        } else if (cursor != null) {
            readOn();
        }
    }

    private void readOn() {
        int credit = credit();
        if (credit > 0 && channel.consumers().mayGoOn(queue())) {
            demand.open(credit);
        }
    }

    private Waiting read(int most, Reply<List<ReadMessage>> reply) {
        return Objects.requireNonNull(cursor).read(most, BATCH_BYTES, reply);
    }

    private int credit() {
        return Math.min(BATCH, Math.min(start.prefetch() - unacked, channel.consumers().credit()));
    }

    @Override
    public void came(List<ReadMessage> messages) {
        if (messages.isEmpty() || !channel.consumers().mayGoOn(queue())) {
            return;
        }
        if (channel.connection().flow().isOverfull()) {
            standBack(messages.getFirst().offset());
        } else {
            deliver(messages);
        }
    }

    @Override
    public void cameTooLate(List<ReadMessage> messages) {
        throw new IllegalStateException("a cursor is read by this consumer alone");
    }

    private void deliver(List<ReadMessage> messages) {
        ClientFlow flow = channel.connection().flow();
        for (ReadMessage message : messages) {
            if (!start.filter().takes(message.message())) {
                continue;
            }
            if (!flow.takes(message.message().body().remaining())) {
                standBack(message.offset());
                break;
            }
            deliver(message);
        }
        channel.consumers().creditTaken(this);
        ask();
    }

    /** Holds nothing while its client does not read, and reads on from there afterwards. */
    private void standBack(long offset) {
        Objects.requireNonNull(cursor).close();
        cursor = null;
        later = new Position.Offset(offset);
        ask();
    }

    private void deliver(ReadMessage message) {
        unacked++;
        StreamDelivery delivery = new StreamDelivery(message, channel.topology().name(queue()));
        Unacked held = channel.consumers().unacked();
        long tag = held.nextTag();
        channel.connection()
                .write(
                        channel.number(),
                        new AMQImpl.Basic.Deliver(
                                tag(), tag, false, delivery.exchange(), delivery.routingKey()),
                        delivery.header(),
                        delivery.body());
        long dueAt = start.arguments().dueAt(channel.broker().clock().now());
        channel.traffic().delivered(Deed.DELIVER, false);
        traffic.delivered(Deed.DELIVER, false);
        held.add(new Held(tag, this, queue().name(), queueId(), null, dueAt));
    }

    @Override
    public void freed() {
        unacked--;
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
        if (cursor != null) {
            cursor.close();
        }
    }

    @Override
    public void end() {
        stop();
        if (channel.broker().uses().remove(this)) {
            channel.lastConsumerEnded(queue());
        }
    }

    @Override
    public void queueGone() {
        if (!ended) {
            stop();
            channel.broker().uses().remove(this);
            channel.consumers().cancelled(this);
        }
    }

    @Override
    public void refused(Refusal refusal) {
        if (refusal instanceof Refusal.NoSuchQueue) {
            channel.broker().uses().gone(queueId());
        } else if (!ended) {
            channel.fail(Refusals.failure(refusal).fault());
        }
    }
}
