/** Proves what the package of the same name does. */
@NullMarked
package dev.forebay.cli.run;

import org.jspecify.annotations.NullMarked;
