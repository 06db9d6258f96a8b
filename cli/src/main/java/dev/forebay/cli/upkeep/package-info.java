/**
 * Whether a server is well and set up rightly: settings, checks for monitoring, an examination of
 * the machine, first steps. Runs on the main thread alone.
 */
@NullMarked
package dev.forebay.cli.upkeep;

import org.jspecify.annotations.NullMarked;
