/**
 * Rules that say what of messages is not shown to those who look at them. Pure: rules are values,
 * read from text and applied to messages on any thread.
 */
@NullMarked
package dev.forebay.httpapi.mask;

import org.jspecify.annotations.NullMarked;
