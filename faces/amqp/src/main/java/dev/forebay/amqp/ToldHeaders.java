package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.TextProperty;
import dev.forebay.engine.HeaderTypes;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What other faces are told of a message that came over AMQP, by name: its properties, and the
 * fields of its headers table, each in place of a property of the same name.
 */
final class ToldHeaders {
    private static final int LONGEST_NAME = 255;
    private static final int TRANSIENT = 1;

    private final Map<String, ToldValue> values = new LinkedHashMap<>();

    /** What that header says. */
    ToldHeaders(ContentHeader header) {
        header.texts()
                .forEach((property, bytes) -> {
                    // How long it lives is for the engine, which tells it of every message alike.
                    if (property != TextProperty.EXPIRATION) {
                        values.put(property.title(), new ToldValue(bytes, ""));
                    }
                });
        BasicProperties properties = header.properties();
        if (properties.getTimestamp() != null) {
            values.put(Names.TIMESTAMP, ToldValue.of(properties.getTimestamp()));
        }
        if (properties.getDeliveryMode() != null && properties.getDeliveryMode() == TRANSIENT) {
            values.put(Names.DELIVERY_MODE, ToldValue.of(TRANSIENT));
        }
        FieldValues.table(properties.getHeaders())
                .forEach((name, value) -> {
                    if (isTold(name)) {
                        values.put(name, ToldValue.of(value));
                    }
                });
    }

    private static boolean isTold(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && !name.startsWith(Names.ENGINE)
                && !name.equals(Names.BCC);
    }

    /** By name; not to be changed. */
    Map<String, ToldValue> values() {
        return values;
    }

    /** Adds them to a message's headers. */
    void addTo(List<Header> headers) {
        HeaderTypes types = new HeaderTypes();
        values.forEach((name, value) -> {
            headers.add(new Header(name, ByteBuffer.wrap(value.bytes())));
            if (!value.type().isEmpty()) {
                types.add(name, value.type());
            }
        });
        if (!types.isEmpty()) {
            headers.add(types.header());
        }
    }
}
