/**
 * The web console in a real browser, against a whole server that is sent to and received from
 * meanwhile. Left out, with a reason, where the machine has no chromium.
 */
@NullMarked
package dev.forebay.server.console;

import org.jspecify.annotations.NullMarked;
