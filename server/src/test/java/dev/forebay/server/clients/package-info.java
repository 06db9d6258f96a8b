/**
 * What the clients that people have see: each suite drives the server over a socket with a real
 * client, feature by feature as conformance to the SQS API asks.
 *
 * <p>With the system property {@code forebay.test.endpoint} set, the suites run against the server
 * there instead of one started here.
 */
@NullMarked
package dev.forebay.server.clients;

import org.jspecify.annotations.NullMarked;
