/**
 * RabbitMQ's management HTTP API under {@code /api}, as far as its tools, client libraries and
 * dashboards use it: {@link dev.forebay.amqp.management.ManagementRoute} is the table of routes,
 * {@link dev.forebay.amqp.management.ManagementApi} serves them, and each kind of thing has a class
 * that shows and changes it through {@link dev.forebay.amqp.Administration}. A client's JSON is
 * read as a tree here, since its size is bounded by the listener and no message goes this way in
 * numbers.
 *
 * <p>Requests come on any event loop; everything after the sign-in runs on the engine's lane.
 */
@NullMarked
package dev.forebay.amqp.management;

import org.jspecify.annotations.NullMarked;
