package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Priority;
import dev.forebay.log.record.Header;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of the engine as AMQP sees it. One that came over AMQP has its own properties, byte for
 * byte; another is told in AMQP's words.
 */
final class CarriedMessage {
    private static final int PERSISTENT = 2;

    private final Message message;
    private @Nullable Header properties;
    private @Nullable Header exchange;
    private @Nullable Header routingKey;
    private @Nullable Header deaths;

    /** Looks at its headers. */
    CarriedMessage(Message message) {
        this.message = message;
        List<Header> headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            switch (header.name()) {
                case Names.PROPERTIES -> properties = header;
                case Names.EXCHANGE -> exchange = header;
                case Names.ROUTING_KEY -> routingKey = header;
                case Names.DEATHS -> deaths = header;
                default -> {
                    // Told below, where there are no properties.
                }
            }
        }
    }

    /**
     * The exchange it was published to; empty for the default one, and for other faces' messages.
     */
    String exchange() {
        return exchange == null ? "" : Names.text(exchange);
    }

    /** The key it was published with; none said, and it is this queue's name. */
    String routingKey(String queue) {
        return routingKey == null ? queue : Names.text(routingKey);
    }

    Deaths deaths() {
        return Deaths.of(deaths);
    }

    /** Whether its sender spoke AMQP. */
    boolean hasProperties() {
        return properties != null;
    }

    /**
     * The header with its properties.
     *
     * @param sentAt wall-clock ms of the send
     */
    ContentHeader header(MessageId id, long sentAt) {
        int size = message.body().remaining();
        Header own = properties;
        if (own == null) {
            return ContentHeader.of(told(id, sentAt), size);
        }
        ContentHeader published =
                ContentHeader.of(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(own.value())), size);
        return isEdited() ? ContentHeader.of(edited(published.properties()), size) : published;
    }

    /** Whether a redrive changed it: then its headers say what its properties are. */
    private boolean isEdited() {
        for (HistoryEntry entry : MessageHistory.of(message.headers()).entries()) {
            if (entry instanceof HistoryEntry.Redriven redriven
                    && redriven.content() == HistoryEntry.Content.EDITED) {
                return true;
            }
        }
        return false;
    }

    /** What headers tell is as they tell it now; the rest is as it was published. */
    private BasicProperties edited(BasicProperties before) {
        BasicProperties.Builder now = new BasicProperties.Builder();
        Map<String, Object> table = new HashMap<>();
        FieldValues.table(before.getHeaders())
                .forEach((name, value) -> {
                    boolean told = Incoming.isTold(name) && FieldValues.isText(value);
                    if (value != null && !told) {
                        table.put(name, value);
                    }
                });
        for (Header header : message.headers()) {
            tell(header, now, table);
        }
        return now.headers(table)
                .deliveryMode(before.getDeliveryMode())
                .priority(before.getPriority())
                .expiration(before.getExpiration())
                .timestamp(before.getTimestamp())
                .userId(before.getUserId())
                .clusterId(before.getClusterId())
                .build();
    }

    private BasicProperties told(MessageId id, long sentAt) {
        BasicProperties.Builder told =
                new BasicProperties.Builder()
                        .deliveryMode(PERSISTENT)
                        .messageId(id.toString())
                        .timestamp(Date.from(Instant.ofEpochMilli(sentAt)));
        Map<String, Object> table = new HashMap<>();
        for (Header header : message.headers()) {
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
