/**
 * What all faces on HTTP share: the listener, its codec, the router and the limits.
 *
 * <p>Faces register their routes here; nothing in here knows queues.
 */
@NullMarked
package dev.forebay.http;

import org.jspecify.annotations.NullMarked;
