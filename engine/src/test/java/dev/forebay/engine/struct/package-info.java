/** Tests of the engine's data structures against plain collections. */
@NullMarked
package dev.forebay.engine.struct;

import org.jspecify.annotations.NullMarked;
