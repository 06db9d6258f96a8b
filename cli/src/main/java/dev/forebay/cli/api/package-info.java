/** The server's HTTP API as the commands call it. Blocking calls, thread-safe; knows no command. */
@NullMarked
package dev.forebay.cli.api;

import org.jspecify.annotations.NullMarked;
