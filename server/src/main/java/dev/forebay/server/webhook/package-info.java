/**
 * Tells alerts to a webhook, signed as standardwebhooks.com says. On the lane what is to be told is
 * kept in the log; requests are made on one thread of their own, which is there only where a
 * webhook is set and may wait for names to be looked up.
 */
@NullMarked
package dev.forebay.server.webhook;

import org.jspecify.annotations.NullMarked;
