/**
 * The SQS API of a server, where a command speaks it as programs do. Blocking calls, thread-safe;
 * knows no command.
 */
@NullMarked
package dev.forebay.cli.sqs;

import org.jspecify.annotations.NullMarked;
