/**
 * RabbitMQ's own load generator, perf-test, against a sink, Forebay and RabbitMQ. Each server is a
 * process of its own; {@code bench/run} names the programs.
 */
@NullMarked
package dev.forebay.bench.amqp;

import org.jspecify.annotations.NullMarked;
