/**
 * Exchanges and bindings of one virtual host, and the way of a message through them to the names of
 * queues. In memory and without I/O: what is durable of it is in the catalog, from which it is told
 * here. Used on the engine's lane alone; nothing here is thread-safe.
 *
 * <p>Each exchange has an index ({@link dev.forebay.amqp.routing.Matcher}) whose cost for a message
 * follows from what matches, not from how many bindings there are.
 *
 * <p>Source: section 3.1 of the AMQP 0-9-1 specification; RabbitMQ's pages on exchanges, alternate
 * exchanges, exchange to exchange bindings, sender-selected distribution, and its consistent-hash
 * and delayed-message exchanges.
 */
@NullMarked
package dev.forebay.amqp.routing;

import org.jspecify.annotations.NullMarked;
