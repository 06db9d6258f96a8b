package dev.forebay.amqp;

import dev.forebay.engine.TraceContext;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The headers in which the engine carries what AMQP says of a message. See docs/mapping.md. */
final class Names {
    /** Of the engine's own headers and those that faces keep from clients. */
    static final String ENGINE = "forebay-";

    /** Flags and properties as they came. */
    static final String PROPERTIES = "forebay-amqp-properties";

    /** The exchange it was published to; none for the default one. */
    static final String EXCHANGE = "forebay-amqp-exchange";

    /** The routing key; none where it is the queue's name. */
    static final String ROUTING_KEY = "forebay-amqp-routing-key";

    /** How often, where and why it was dead-lettered: see {@link Deaths}. */
    static final String DEATHS = "forebay-amqp-deaths";

    /** Properties that are no text, under their names. */
    static final String TIMESTAMP = "timestamp";

    static final String DELIVERY_MODE = "delivery-mode";

    /** Fields of the headers table with further routing keys. */
    static final String CC = "CC";

    static final String BCC = "BCC";

    /** SQS' AWSTraceHeader, told under the same name. */
    static final String TRACE = TraceContext.XRAY;

    /** The field that tells the key of a message of another face. */
    static final String KEY = "forebay-key";

    /** The field that tells its deduplication id. */
    static final String DEDUPLICATION = "forebay-deduplication-id";

    private Names() {}

    static Header text(String name, String value) {
        return new Header(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Header header) {
        return StandardCharsets.UTF_8.decode(header.value().duplicate()).toString();
    }
}
