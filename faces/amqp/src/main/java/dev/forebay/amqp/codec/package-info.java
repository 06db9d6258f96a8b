/**
 * AMQP 0-9-1 on the wire, as pure functions between bytes and records: no I/O, no clock, no thread.
 * One connection has one {@link dev.forebay.amqp.codec.FrameDecoder} and one {@link
 * dev.forebay.amqp.codec.FrameEncoder}, one channel one {@link
 * dev.forebay.amqp.codec.ContentAssembler}; all are used by the connection's event loop alone.
 *
 * <p>What decodes throws {@link dev.forebay.amqp.codec.AmqpFailure} on bad input and nothing else,
 * and allocates in proportion to the bytes that arrived, never to a length that a client wrote.
 * Methods and properties are the classes of RabbitMQ's Java client; since that library trusts its
 * server, each payload is walked here first ({@link dev.forebay.amqp.codec.MethodDecoder}, {@link
 * dev.forebay.amqp.codec.FieldWalk}) and only then given to it.
 *
 * <p>Source: the AMQP 0-9-1 specification, RabbitMQ's errata to it and RabbitMQ's extensions.
 */
@NullMarked
package dev.forebay.amqp.codec;

import org.jspecify.annotations.NullMarked;
