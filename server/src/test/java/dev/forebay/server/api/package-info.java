/**
 * The HTTP API over a real socket and a whole server, with the JDK's client: what console, command
 * line and client library will rely on.
 */
@NullMarked
package dev.forebay.server.api;

import org.jspecify.annotations.NullMarked;
