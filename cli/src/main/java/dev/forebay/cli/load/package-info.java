/**
 * {@code forebay bench}: an even load, and what became of it. Senders and consumers are virtual
 * threads; what they share is thread-safe.
 */
@NullMarked
package dev.forebay.cli.load;

import org.jspecify.annotations.NullMarked;
