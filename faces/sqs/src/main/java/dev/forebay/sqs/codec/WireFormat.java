package dev.forebay.sqs.codec;

import io.netty.buffer.ByteBuf;

/**
 * How answers are written. Stateless; the two formats are {@link JsonFormat} and {@link XmlFormat}.
 */
public sealed interface WireFormat permits JsonFormat, XmlFormat {
    /** About how many bytes {@link #write} will add. */
    int size(SqsResponse response);

    /** Writes the body of an answer. */
    void write(SqsAction action, String requestId, SqsResponse response, ByteBuf out);

    /** Writes the body of an error. */
    void write(String requestId, SqsError error, String message, ByteBuf out);

    /** What {@code Content-Type} says. */
    String contentType();
}
