/**
 * How log lines look and where they go: Logback, set up by code and not by a file, which starts
 * faster. Used once at start, on the main thread.
 */
@NullMarked
package dev.forebay.server.logs;

import org.jspecify.annotations.NullMarked;
