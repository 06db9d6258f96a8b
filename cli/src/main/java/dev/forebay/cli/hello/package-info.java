/**
 * {@code forebay hello}: how a first message is sent with the clients that people have, told and
 * done. Runs on the main thread; clients are processes of their own.
 */
@NullMarked
package dev.forebay.cli.hello;

import org.jspecify.annotations.NullMarked;
