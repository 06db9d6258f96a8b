/**
 * Where exchanges and bindings are kept: {@link dev.forebay.server.topology.TopologyStream} is the
 * AMQP face's journal on the log. On the engine's lane.
 */
@NullMarked
package dev.forebay.server.topology;

import org.jspecify.annotations.NullMarked;
