/**
 * The yardstick: the least a server can do that answers HTTP requests only after an fsync. No JSON,
 * no queue; what Forebay costs beyond it is what Forebay's own work costs.
 *
 * <p>One event loop reads and answers; one commit thread writes and syncs. Nothing else may use it.
 */
@NullMarked
package dev.forebay.bench.bare;

import org.jspecify.annotations.NullMarked;
