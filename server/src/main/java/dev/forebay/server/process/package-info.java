/**
 * The life of the process: it starts, says what it serves, drains and ends with a code that says
 * how. Commands run on the main thread; a stop runs on the JVM's stop thread.
 */
@NullMarked
package dev.forebay.server.process;

import org.jspecify.annotations.NullMarked;
