/**
 * The engine and its log in one seeded loop: virtual clients, crashes, faults and clock jumps,
 * judged by a reference model after each recovery and by the history checker at the end. Everything
 * runs on the one thread of the test.
 */
@NullMarked
package dev.forebay.engine.sim;

import org.jspecify.annotations.NullMarked;
