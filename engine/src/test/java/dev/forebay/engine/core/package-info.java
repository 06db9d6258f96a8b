/** Tests of the engine, one behaviour each, on a log store in memory and a seeded scheduler. */
@NullMarked
package dev.forebay.engine.core;

import org.jspecify.annotations.NullMarked;
