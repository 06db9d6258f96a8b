/**
 * {@code forebay export} and {@code import}: what a server has, apart from messages. Runs on the
 * main thread alone.
 */
@NullMarked
package dev.forebay.cli.definitions;

import org.jspecify.annotations.NullMarked;
