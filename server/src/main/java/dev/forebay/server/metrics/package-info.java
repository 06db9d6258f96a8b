/**
 * What is counted and how it is shown to Prometheus. Counting is done by whoever does the work, on
 * his thread, in plain fields; a scrape copies the figures on the lane and writes the text on a
 * thread of its own.
 */
@NullMarked
package dev.forebay.server.metrics;

import org.jspecify.annotations.NullMarked;
