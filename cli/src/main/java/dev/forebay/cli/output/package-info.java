/**
 * What commands print: things as the API names them, in the form that {@code -o} asks for on
 * stdout; questions and progress on stderr. Runs on the main thread alone.
 */
@NullMarked
package dev.forebay.cli.output;

import org.jspecify.annotations.NullMarked;
