/**
 * The same scripts played to Forebay and to RabbitMQ, and what they answer compared. Where they are
 * to differ is listed in docs/amqp.md.
 */
@NullMarked
package dev.forebay.server.amqp.compare;

import org.jspecify.annotations.NullMarked;
