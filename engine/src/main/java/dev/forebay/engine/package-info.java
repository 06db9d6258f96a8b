/**
 * The delivery engine's door and its words. Faces call {@link dev.forebay.engine.Queues} on its
 * lane and get replies on its lane; nothing in here does I/O, reads a clock or starts a thread.
 */
@NullMarked
package dev.forebay.engine;

import org.jspecify.annotations.NullMarked;
