/** Servers under measurement, each a process of its own. */
@NullMarked
package dev.forebay.bench.process;

import org.jspecify.annotations.NullMarked;
