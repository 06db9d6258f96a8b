/**
 * OpenTelemetry spans of what passes through the engine's door, for whatever face: one for each
 * send, receive and settlement of messages whose sender traces. Made only where {@code
 * otel.endpoint} is set. Spans begin and end on the lane; a thread of the library exports them.
 */
@NullMarked
package dev.forebay.server.tracing;

import org.jspecify.annotations.NullMarked;
