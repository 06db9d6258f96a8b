package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Priority;
import dev.forebay.log.record.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as AMQP tells it. A message that came over AMQP has its own properties, byte for byte,
 * with what the broker adds to a dead letter or a further attempt; another is told in AMQP's words.
 */
final class Outgoing {
    private static final int PERSISTENT = 2;
    private static final String REASON = "forebay-dead-letter-reason";

    private final Delivery delivery;
    private final String queue;
    private @Nullable Header properties;
    private @Nullable Header exchange;
    private @Nullable Header routingKey;
    private @Nullable Header reason;

    /**
     * Looks at its headers.
     *
     * @param queue the queue that it comes from, as its virtual host names it
     */
    Outgoing(Delivery delivery, String queue) {
        this.delivery = delivery;
        this.queue = queue;
        List<Header> headers = delivery.message().headers();
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            switch (header.name()) {
                case Names.PROPERTIES -> properties = header;
                case Names.EXCHANGE -> exchange = header;
                case Names.ROUTING_KEY -> routingKey = header;
                case REASON -> reason = header;
                default -> {
                    // Looked at below, where it counts.
                }
            }
        }
    }

    boolean redelivered() {
        return delivery.attempt() > 1;
    }

    /**
     * The exchange it was published to; empty for the default one, and for other faces' messages.
     */
    String exchange() {
        return delivery.deadLetterSource() != null || exchange == null ? "" : Names.text(exchange);
    }

    /** A message that was moved to a queue was published to that. */
    String routingKey() {
        return delivery.deadLetterSource() != null || routingKey == null
                ? queue
                : Names.text(routingKey);
    }

    ByteBuf body() {
        return Unpooled.wrappedBuffer(delivery.message().body());
    }

    ContentHeader header() {
        int size = delivery.message().body().remaining();
        ContentHeader header =
                properties == null
                        ? ContentHeader.of(told(), size)
                        : ContentHeader.of(
                                ByteBufUtil.getBytes(Unpooled.wrappedBuffer(properties.value())),
                                size);
        if (!redelivered() && delivery.deadLetterSource() == null) {
            return header;
        }
        HeaderEdit edit = new HeaderEdit(header);
        if (redelivered()) {
            edit.header("x-delivery-count", (long) delivery.attempt() - 1);
        }
        deadLetter(edit);
        return edit.done();
    }

    private void deadLetter(HeaderEdit edit) {
        if (delivery.deadLetterSource() == null) {
            return;
        }
        String source = Vhost.of(delivery.deadLetterSource()).local(delivery.deadLetterSource());
        String why = reason == null ? "rejected" : deathReason(Names.text(reason));
        String from = exchange == null ? "" : Names.text(exchange);
        String key = routingKey == null ? source : Names.text(routingKey);
        Map<String, Object> death = new LinkedHashMap<>();
        death.put("count", 1L);
        death.put("reason", why);
        death.put("queue", source);
        death.put("exchange", from);
        death.put("routing-keys", List.of(key));
        edit.header("x-death", List.of(death));
        for (String which : List.of("x-first-death-", "x-last-death-")) {
            edit.header(which + "queue", source);
            edit.header(which + "reason", why);
            edit.header(which + "exchange", from);
        }
    }

    /** The engine's reasons are for people; RabbitMQ knows four words. */
    private static String deathReason(String reason) {
        if (reason.startsWith("attempts")) {
            return "delivery_limit";
        }
        return reason.equals("queue full") ? "maxlen" : "rejected";
    }

    private BasicProperties told() {
        BasicProperties.Builder told =
                new BasicProperties.Builder()
                        .deliveryMode(PERSISTENT)
                        .messageId(delivery.id().toString())
                        .timestamp(Date.from(Instant.ofEpochMilli(delivery.sentAt())));
        Map<String, Object> table = new HashMap<>();
        for (Header header : delivery.message().headers()) {
            tell(header, told, table);
        }
        return (table.isEmpty() ? told : told.headers(table)).build();
    }

    private static void tell(
            Header header, BasicProperties.Builder told, Map<String, Object> table) {
        String name = header.name();
        if (name.equals(Priority.HEADER)) {
            told.priority(Priority.of(header));
            return;
        }
        if (name.startsWith(Names.ENGINE) || !fitsShortString(name)) {
            return;
        }
        String text = text(header);
        if (text != null && Names.TEXTS.contains(name) && fitsShortString(text)) {
            Names.set(told, name, text);
        } else {
            byte[] bytes = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(header.value()));
            table.put(name, text == null ? bytes : LongStringHelper.asLongString(bytes));
        }
    }

    private static boolean fitsShortString(String text) {
        return text.length() <= 255 && ByteBufUtil.utf8Bytes(text) <= 255;
    }

    /** The value when it is text, else null. */
    private static @Nullable String text(Header header) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(header.value().duplicate())
                    .toString();
        } catch (CharacterCodingException bytes) {
            return null;
        }
    }
}
