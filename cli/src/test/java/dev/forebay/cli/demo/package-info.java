/** Proves the demo's parts with a clock that tests turn, and its story against a real server. */
@NullMarked
package dev.forebay.cli.demo;

import org.jspecify.annotations.NullMarked;
