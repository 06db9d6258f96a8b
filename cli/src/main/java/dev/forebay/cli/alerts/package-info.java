/** {@code forebay alerts}: what needs somebody. Runs on the main thread alone. */
@NullMarked
package dev.forebay.cli.alerts;

import org.jspecify.annotations.NullMarked;
