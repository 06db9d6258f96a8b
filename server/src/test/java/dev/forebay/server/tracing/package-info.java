/** A collector of traces, and what reaches it. */
@NullMarked
package dev.forebay.server.tracing;

import org.jspecify.annotations.NullMarked;
