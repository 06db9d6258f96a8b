/**
 * The process: settings, lifecycle, listeners, metrics. The only place that knows every face.
 *
 * <p>Nothing depends on this package.
 */
@NullMarked
package dev.forebay.server;

import org.jspecify.annotations.NullMarked;
