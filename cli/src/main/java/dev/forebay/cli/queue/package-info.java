/** {@code forebay queue}: queues and their settings. Runs on the main thread alone. */
@NullMarked
package dev.forebay.cli.queue;

import org.jspecify.annotations.NullMarked;
