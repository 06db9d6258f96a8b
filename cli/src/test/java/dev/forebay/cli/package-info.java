/** Proves the command line's conventions: what goes where, and how it ends. */
@NullMarked
package dev.forebay.cli;

import org.jspecify.annotations.NullMarked;
