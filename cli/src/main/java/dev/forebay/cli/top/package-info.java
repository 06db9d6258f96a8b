/** {@code forebay top}: all queues, live, on a terminal. Runs on the main thread alone. */
@NullMarked
package dev.forebay.cli.top;

import org.jspecify.annotations.NullMarked;
