/**
 * Forebay's own HTTP and JSON API, under the first path segment {@code v1}: everything that the
 * engine knows and can do. Console, command line and client library use it and nothing else.
 *
 * <p>{@link dev.forebay.httpapi.HttpApi} is the door, {@link dev.forebay.httpapi.Route} the table
 * of routes from which both the dispatch and the OpenAPI document come. Requests are decoded on the
 * event loop of their connection by {@code codec}, performed on the engine's lane, and answered on
 * the loop again. Nothing durable is kept here.
 */
@NullMarked
package dev.forebay.httpapi;

import org.jspecify.annotations.NullMarked;
