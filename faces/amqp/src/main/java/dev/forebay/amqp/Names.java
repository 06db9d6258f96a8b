package dev.forebay.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    static final String CONTENT_TYPE = "content-type";
    static final String CONTENT_ENCODING = "content-encoding";
    static final String CORRELATION_ID = "correlation-id";
    static final String REPLY_TO = "reply-to";
    static final String MESSAGE_ID = "message-id";
    static final String TYPE = "type";
    static final String APP_ID = "app-id";

    /** Properties that are text, under their names. */
    static final Set<String> TEXTS =
            Set.of(
                    CONTENT_TYPE,
                    CONTENT_ENCODING,
                    CORRELATION_ID,
                    REPLY_TO,
                    MESSAGE_ID,
                    TYPE,
                    APP_ID);

    private Names() {}

    /** The property of that name, or null. */
    static @Nullable String property(BasicProperties properties, String name) {
        return switch (name) {
            case CONTENT_TYPE -> properties.getContentType();
            case CONTENT_ENCODING -> properties.getContentEncoding();
            case CORRELATION_ID -> properties.getCorrelationId();
            case REPLY_TO -> properties.getReplyTo();
            case MESSAGE_ID -> properties.getMessageId();
            case TYPE -> properties.getType();
            case APP_ID -> properties.getAppId();
            default -> null;
        };
    }

    /** Sets the property of that name. */
    static void set(BasicProperties.Builder properties, String name, String value) {
        switch (name) {
            case CONTENT_TYPE -> properties.contentType(value);
            case CONTENT_ENCODING -> properties.contentEncoding(value);
            case CORRELATION_ID -> properties.correlationId(value);
            case REPLY_TO -> properties.replyTo(value);
            case MESSAGE_ID -> properties.messageId(value);
            case TYPE -> properties.type(value);
            case APP_ID -> properties.appId(value);
            default -> throw new IllegalArgumentException(name);
        }
    }

    static Header text(String name, String value) {
        return new Header(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Header header) {
        return StandardCharsets.UTF_8.decode(header.value().duplicate()).toString();
    }
}
