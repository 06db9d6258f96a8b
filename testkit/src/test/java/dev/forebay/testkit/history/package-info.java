/**
 * Proves that each rule of the history checker fires on a bad history and is quiet on a good one.
 */
@NullMarked
package dev.forebay.testkit.history;

import org.jspecify.annotations.NullMarked;
