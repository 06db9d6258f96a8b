/** The AMQP face over a real socket, with RabbitMQ's own Java client. */
@NullMarked
package dev.forebay.server.amqp;

import org.jspecify.annotations.NullMarked;
