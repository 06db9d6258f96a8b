/**
 * What can be set, and what was set: one registry ({@link dev.forebay.server.settings.Registry}) of
 * settings from which file keys, flags, environment names, checks and the reference page follow.
 *
 * <p>Read once at start, on the main thread; the result is immutable.
 */
@NullMarked
package dev.forebay.server.settings;

import org.jspecify.annotations.NullMarked;
