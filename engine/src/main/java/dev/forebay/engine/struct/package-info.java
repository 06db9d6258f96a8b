/**
 * The engine's data structures: primitive, compact, without a clock or I/O. Only the engine's core
 * calls them, on its lane; none is thread-safe.
 */
@NullMarked
package dev.forebay.engine.struct;

import org.jspecify.annotations.NullMarked;
