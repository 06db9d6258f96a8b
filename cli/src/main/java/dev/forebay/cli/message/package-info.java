/**
 * Messages: sending, receiving and settling them, looking at them without taking them. Runs on the
 * main thread alone.
 */
@NullMarked
package dev.forebay.cli.message;

import org.jspecify.annotations.NullMarked;
