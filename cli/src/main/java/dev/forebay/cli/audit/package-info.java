/**
 * {@code forebay audit}: asks a running server to prove the counters of its queues against what the
 * log holds and the journal tells. Runs on the main thread alone.
 */
@NullMarked
package dev.forebay.cli.audit;

import org.jspecify.annotations.NullMarked;
