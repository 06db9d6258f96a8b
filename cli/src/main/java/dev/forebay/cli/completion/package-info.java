/** Completion in shells: of commands, options and the names of queues that are there. */
@NullMarked
package dev.forebay.cli.completion;

import org.jspecify.annotations.NullMarked;
