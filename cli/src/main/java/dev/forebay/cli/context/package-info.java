/**
 * Which server the commands talk to and as whom, when the command line does not say: contexts, kept
 * in a file of the user's own, and the commands that change it. Runs on the main thread alone.
 */
@NullMarked
package dev.forebay.cli.context;

import org.jspecify.annotations.NullMarked;
