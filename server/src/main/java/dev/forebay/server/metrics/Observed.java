package dev.forebay.server.metrics;

import dev.forebay.amqp.management.NodeView;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.log.LogStore;

/**
 * What scrapes look at.
 *
 * @param queues looked at on their lane
 * @param node the process; asked on the thread that writes scrapes, since disks can be slow
 */
public record Observed(
        Queues queues, EngineClock clock, LogStore log, AmqpUse amqp, NodeView node) {}
