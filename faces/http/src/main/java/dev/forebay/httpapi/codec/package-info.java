/**
 * Between bytes and records, nothing else: requests are read and answers written with Jackson's
 * streaming API, so that no tree of what a client sent is ever built. Pure; no I/O, no engine
 * commands. Used by the face on event loops and on the engine's lane.
 */
@NullMarked
package dev.forebay.httpapi.codec;

import org.jspecify.annotations.NullMarked;
