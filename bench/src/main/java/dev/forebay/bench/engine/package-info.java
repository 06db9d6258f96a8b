/**
 * The engine's core alone, on a log in memory and one thread: speed by JMH, heap by a walk through
 * the sizes that docs/performance.md names.
 */
@NullMarked
package dev.forebay.bench.engine;

import org.jspecify.annotations.NullMarked;
