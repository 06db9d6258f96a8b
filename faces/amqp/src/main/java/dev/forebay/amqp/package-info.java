/**
 * The AMQP 0-9-1 face: what RabbitMQ's clients speak, on the engine. {@link
 * dev.forebay.amqp.AmqpConnection} is a socket, {@link dev.forebay.amqp.AmqpChannel} one of its
 * channels, of which {@link dev.forebay.amqp.Publisher} and {@link dev.forebay.amqp.Consumers} are
 * the two halves. Exchanges and bindings are the {@link dev.forebay.amqp.Topology}; queues,
 * deliveries and settlements are the engine's alone, and decided there.
 *
 * <p>Everything here runs on the engine's lane, which is the event loop of all its sockets. The
 * server makes an {@link dev.forebay.amqp.AmqpFace} and an {@link dev.forebay.amqp.AmqpListener};
 * the rest is nobody's.
 */
@NullMarked
package dev.forebay.amqp;

import org.jspecify.annotations.NullMarked;
