/**
 * Redrives and replays: what the server does in the background, watched and steered. Runs on the
 * main thread alone.
 */
@NullMarked
package dev.forebay.cli.run;

import org.jspecify.annotations.NullMarked;
