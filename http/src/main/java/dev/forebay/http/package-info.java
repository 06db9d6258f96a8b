/**
 * What all faces on HTTP share: the listener, its codec, the router and the limits; nothing in here
 * knows queues.
 *
 * <p>The server module starts an {@link dev.forebay.http.HttpListener} with a {@link
 * dev.forebay.http.Router}; faces implement {@link dev.forebay.http.HttpHandler} and answer through
 * {@link dev.forebay.http.HttpExchange}. A handler runs on the event loop of its connection and
 * must not block; answers may be given on any thread and leave in the order of the requests.
 *
 * <p>Framing is Netty's (RFC 9112). What this package adds: refusals of ambiguous requests, bounds
 * on everything a client can make the server keep (connections, heads, bodies, pipelines, unread
 * answers), deadlines, and answers that take one buffer and one write.
 */
@NullMarked
package dev.forebay.http;

import org.jspecify.annotations.NullMarked;
