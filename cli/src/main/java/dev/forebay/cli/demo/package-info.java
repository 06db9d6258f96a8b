/**
 * {@code forebay demo}: a surge, a crash and a poison message, played against a server through the
 * SQS API and its metrics, with an account of every message at the end.
 *
 * <p>The command runs on the main thread and starts the producer, the consumers and the reader of
 * dead letters on virtual threads of their own. The view is drawn by the main thread alone.
 */
@NullMarked
package dev.forebay.cli.demo;

import org.jspecify.annotations.NullMarked;
