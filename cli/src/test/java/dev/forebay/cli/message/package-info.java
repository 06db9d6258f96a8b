/** Proves what the package of the same name does. */
@NullMarked
package dev.forebay.cli.message;

import org.jspecify.annotations.NullMarked;
