/**
 * Queues, subscriptions, leases and settlement, as state machines that do no I/O and read no clock.
 *
 * <p>Faces call in; nothing in here knows a protocol's words.
 */
@NullMarked
package dev.forebay.engine;

import org.jspecify.annotations.NullMarked;
