/**
 * Durable, named, append-only streams. Everything that must survive power loss is in one of them.
 *
 * <p>The engine is the caller; nothing in here knows of queues or protocols.
 */
@NullMarked
package dev.forebay.log;

import org.jspecify.annotations.NullMarked;
