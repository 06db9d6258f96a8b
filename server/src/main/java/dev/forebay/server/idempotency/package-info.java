/**
 * What the HTTP API remembers of requests under an Idempotency-Key: a stream of the log beside the
 * engine's. Everything runs on the engine's lane.
 */
@NullMarked
package dev.forebay.server.idempotency;

import org.jspecify.annotations.NullMarked;
