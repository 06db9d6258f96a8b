/**
 * {@code forebay dead}: dead letters by their cause, and back to work. On the main thread alone.
 */
@NullMarked
package dev.forebay.cli.dead;

import org.jspecify.annotations.NullMarked;
