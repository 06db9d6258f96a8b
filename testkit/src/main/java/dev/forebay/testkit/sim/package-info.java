/**
 * One seeded loop in place of threads, timers and clocks, so that a seed replays a run to the last
 * interleaving. Used by simulations, on the one thread that drives the loop.
 */
@NullMarked
package dev.forebay.testkit.sim;

import org.jspecify.annotations.NullMarked;
