/**
 * What clients saw, and the rules it must obey. A {@link dev.forebay.testkit.history.History}
 * records calls and their ends; a {@link dev.forebay.testkit.history.HistoryChecker} judges the
 * whole afterwards. Knows no protocol and no engine: simulation, tests with real processes and
 * benchmarks all use it. Recording is safe from any thread; checking happens on one, when the
 * recording is over.
 */
@NullMarked
package dev.forebay.testkit.history;

import org.jspecify.annotations.NullMarked;
