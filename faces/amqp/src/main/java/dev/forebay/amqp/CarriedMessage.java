package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.amqp.codec.TextProperty;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Priority;
import dev.forebay.engine.Send;
import dev.forebay.log.record.Header;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
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
    private @Nullable Header trace;
    private @Nullable Header expiry;

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
                case Names.TRACE -> trace = header;
                case Send.EXPIRY_HEADER -> expiry = header;
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
            return told(ContentHeader.of(basics(id, sentAt), size));
        }
        ContentHeader published = stillExpiring(ContentHeader.of(bytes(own.value()), size));
        return isEdited()
                ? new Retelling(message, published, new ToldHeaders(published).values()).done()
                : published;
    }

    /** Where it has died it expires no more, whichever face's rule moved it. */
    private ContentHeader stillExpiring(ContentHeader published) {
        return expiry == null && published.has(TextProperty.EXPIRATION)
                ? new HeaderEdit(published).withoutExpiration().done()
                : published;
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

    private BasicProperties basics(MessageId id, long sentAt) {
        BasicProperties.Builder basics =
                new BasicProperties.Builder()
                        .deliveryMode(PERSISTENT)
                        .messageId(id.toString())
                        .timestamp(Date.from(Instant.ofEpochMilli(sentAt)));
        if (expiry != null) {
            basics.expiration(Names.text(expiry));
        }
        for (Header header : message.headers()) {
            if (header.name().equals(Priority.HEADER)) {
                basics.priority(Priority.of(header));
            }
        }
        return basics.build();
    }

    private ContentHeader told(ContentHeader basics) {
        HeaderEdit edit = new HeaderEdit(new Retelling(message, basics, Map.of()).done());
        if (message.key() != null) {
            edit.header(Names.KEY, new ToldValue(bytes(message.key()), "").field());
        }
        if (trace != null) {
            edit.header(Names.TRACE, Names.text(trace));
        }
        return edit.done();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(buffer));
    }
}
