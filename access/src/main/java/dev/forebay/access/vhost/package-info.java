/**
 * Virtual hosts and what users may do in them: RabbitMQ's permissions, for every face. Immutable;
 * on any thread.
 */
@NullMarked
package dev.forebay.access.vhost;

import org.jspecify.annotations.NullMarked;
