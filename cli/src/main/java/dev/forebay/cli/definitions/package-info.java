/**
 * {@code forebay import}: has a running server take over what another broker had. Runs on the main
 * thread alone.
 */
@NullMarked
package dev.forebay.cli.definitions;

import org.jspecify.annotations.NullMarked;
