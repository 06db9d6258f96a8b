/**
 * Tests that look at all modules at once: the direction of dependencies, the single places, the
 * launcher.
 */
@NullMarked
package dev.forebay.dist;

import org.jspecify.annotations.NullMarked;
