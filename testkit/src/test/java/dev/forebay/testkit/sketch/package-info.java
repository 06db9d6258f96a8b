/**
 * The smallest store that keeps its promises on the simulated disk, and the ways to break it: proof
 * that the crash suites fail when they should. Never used outside these tests.
 */
@NullMarked
package dev.forebay.testkit.sketch;

import org.jspecify.annotations.NullMarked;
