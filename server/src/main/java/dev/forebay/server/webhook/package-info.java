/**
 * Tells alerts to a webhook, signed as standardwebhooks.com says. All of it runs on one thread of
 * its own, which is there only where a webhook is set and may wait for names to be looked up.
 */
@NullMarked
package dev.forebay.server.webhook;

import org.jspecify.annotations.NullMarked;
