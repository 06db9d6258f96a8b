/** Tests of {@code forebay hello}. */
@NullMarked
package dev.forebay.cli.hello;

import org.jspecify.annotations.NullMarked;
