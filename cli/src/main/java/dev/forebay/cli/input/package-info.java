/** How values are written on the command line: durations, sizes, names and values, bodies. */
@NullMarked
package dev.forebay.cli.input;

import org.jspecify.annotations.NullMarked;
