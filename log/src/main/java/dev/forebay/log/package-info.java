/**
 * The log's seam: named append-only streams behind {@link dev.forebay.log.LogStore}. The engine
 * knows these types and nothing below them. Safe from any thread; completions come on a thread of
 * the store.
 */
@NullMarked
package dev.forebay.log;

import org.jspecify.annotations.NullMarked;
