package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.amqp.routing.RoutedMessage;
import dev.forebay.engine.Message;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Send;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published message on its way to the engine. The bytes of its properties go along, so that over
 * AMQP it arrives as it was; what other faces have words for is told in their way too.
 */
final class Incoming {
    private static final int TRANSIENT = 1;
    private static final int PERSISTENT = 2;
    private static final String DELAY = "x-delay";

    /** In milliseconds: as RabbitMQ takes, ten years of 365 days. */
    private static final long LONGEST_EXPIRY = 10 * 365L * 24 * 3_600_000;

    private final String exchange;
    private final String routingKey;
    private final BasicProperties properties;
    private final RoutedMessage routed;
    private final ContentHeader kept;
    private final List<Header> headers;
    private final ByteBuffer body;
    private final long expiryMillis;

    /**
     * Reads its properties.
     *
     * @throws AmqpFailure 406 when a property is wrong
     */
    Incoming(String exchange, String routingKey, ContentHeader header, ByteBuffer body) {
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.properties = header.properties();
        this.routed = RoutedMessage.published(routingKey, properties);
        this.body = body;
        this.expiryMillis = expiry(properties.getExpiration());
        requireKnownMode(properties.getDeliveryMode());
        this.kept =
                routed.headers().containsKey(Names.BCC)
                        ? new HeaderEdit(header).withoutHeader(Names.BCC).done()
                        : header;
        this.headers = headers();
    }

    private static void requireKnownMode(@Nullable Integer mode) {
        if (mode != null && mode != TRANSIENT && mode != PERSISTENT) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "invalid message: {delivery_mode_unknown," + mode + "}");
        }
    }

    /**
     * Who says in whose name he publishes must be that one, or one who may act for others.
     *
     * @throws AmqpFailure 406 when he is not
     */
    void requireFrom(String user, Gate gate) {
        String claimed = properties.getUserId();
        if (claimed != null && !claimed.equals(user) && !gate.actsForOthers()) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "user_id property set to '"
                            + claimed
                            + "' but authenticated user was '"
                            + user
                            + "'");
        }
    }

    /** What exchanges look at. */
    RoutedMessage routed() {
        return routed;
    }

    BasicProperties properties() {
        return properties;
    }

    /** The header as receivers see it. */
    ContentHeader header() {
        return kept;
    }

    /** The message for one queue. */
    Send to(QueueInfo queue, boolean delayed) {
        List<Header> all = new ArrayList<>(headers.size() + 3);
        all.addAll(headers);
        if (!exchange.isEmpty()) {
            all.add(Names.text(Names.EXCHANGE, exchange));
        }
        if (!exchange.isEmpty() || !routingKey.equals(queue.name())) {
            all.add(Names.text(Names.ROUTING_KEY, routingKey));
        }
        PriorityLevels.header(properties.getPriority(), queue).ifPresent(all::add);
        long delay = delayed ? delay() : Send.QUEUE_DELAY;
        return new Send(new Message(null, all, body), delay, null, expiryMillis);
    }

    private long delay() {
        Object value = FieldValues.matchable(routed.headers().get(DELAY));
        long millis = value instanceof Number number ? number.longValue() : written(value);
        return millis > 0 ? millis : Send.QUEUE_DELAY;
    }

    /** The number that a text is, or 0. */
    private static long written(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static long expiry(@Nullable String expiration) {
        if (expiration == null) {
            return Send.QUEUE_EXPIRY;
        }
        try {
            long millis = Long.parseLong(expiration);
            if (millis >= 0 && millis <= LONGEST_EXPIRY) {
                return Math.max(1, millis);
            }
        } catch (NumberFormatException text) {
            // Answered as a number out of range is.
        }
        throw new AmqpFailure(
                ReplyCode.PRECONDITION_FAILED, "invalid expiration '" + expiration + "'");
    }

    private List<Header> headers() {
        List<Header> all = new ArrayList<>();
        all.add(new Header(Names.PROPERTIES, ByteBuffer.wrap(kept.copyProperties())));
        new ToldHeaders(kept).addTo(all);
        return all;
    }
}
