/**
 * Says which messages are meant: by browse, replay and redrive alike. Pure: a filter is data with a
 * text form ({@link dev.forebay.engine.filter.FilterText}), and looks at one message at a time
 * ({@link dev.forebay.engine.filter.FilterMatcher}) at a cost linear in the message's size.
 * Callable from any thread.
 */
@NullMarked
package dev.forebay.engine.filter;

import org.jspecify.annotations.NullMarked;
