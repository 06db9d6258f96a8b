package dev.forebay.amqp;

import dev.forebay.access.Access;
import dev.forebay.engine.EngineClock;
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
        LargeDeliveries large,
        ReplyAddresses replyAddresses,
        Alarm alarm,
        WarmQueues warm,
        RandomGenerator random) {}
