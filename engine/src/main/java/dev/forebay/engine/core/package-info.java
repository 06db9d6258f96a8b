/**
 * The engine itself: per-partition state machines behind {@link dev.forebay.engine.core.Engine},
 * the one public entry beside its limits. Everything runs on the engine's lane; only the arrival of
 * commits and reads touches the store's threads.
 */
@NullMarked
package dev.forebay.engine.core;

import org.jspecify.annotations.NullMarked;
