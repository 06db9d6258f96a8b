/**
 * Measurements: JMH for the parts, end-to-end runs for the whole, beside a bare server and peers.
 *
 * <p>Compiled with every build, run by hand.
 */
@NullMarked
package dev.forebay.bench;

import org.jspecify.annotations.NullMarked;
