package dev.forebay.amqp;

import dev.forebay.access.Access;
import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import java.util.random.RandomGenerator;

/** What all connections share. On the lane. */
record Broker(
        Queues queues,
        Access access,
        EngineClock clock,
        AmqpSettings settings,
        Vhosts vhosts,
        QueueUses uses,
        QueueRemoval removal,
        UnusedQueues unused,
        DeadLetterExchanges deadLetters,
        Policies policies,
        Inflow inflow,
        Unread unread,
        ReplyAddresses replyAddresses,
        Alarm alarm,
        WarmQueues warm,
        QueueTraffic traffic,
        RandomGenerator random) {
    /** How many messages of the queue wait, those left out that only wait to be pushed out. */
    long ready(QueueInfo queue) {
        DepthLimit limit = queue.settings().depth();
        long most =
                limit.whenFull() == DepthLimit.WhenFull.REFUSE
                        ? Long.MAX_VALUE
                        : limit.maxDepth().orElse(Long.MAX_VALUE);
        return Math.min(most, queues.stats(queue.name()).map(QueueStats::ready).orElse(0L));
    }
}
