/**
 * {@code forebay demo}: a surge, a crash, a poison message and an outage, played against a server
 * with an account of every message at the end. The producer speaks SQS, the consumers Forebay's own
 * HTTP API; the figures are those of the metrics.
 *
 * <p>The command runs on the main thread and starts the producer, the consumers and the reader of
 * dead letters on virtual threads of their own. The view is drawn by the main thread alone.
 */
@NullMarked
package dev.forebay.cli.demo;

import org.jspecify.annotations.NullMarked;
