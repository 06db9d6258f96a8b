/** Tests of the embedded store that need the simulated disk. */
@NullMarked
package dev.forebay.log.embedded;

import org.jspecify.annotations.NullMarked;
