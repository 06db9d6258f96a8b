package dev.forebay.amqp;

import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.SubscriptionInfo;
import java.util.List;
import java.util.stream.Stream;

/** All who read a queue: its work, which AMQP consumes, and the named subscriptions of HTTP. */
final class QueueReaders {
    private QueueReaders() {}

    /** How each stands; none when there is no such queue. On the lane. */
    static List<QueueStats> of(Queues queues, String name) {
        return Stream.concat(
                        queues.stats(name).stream(),
                        queues.subscriptions().all(name).stream()
                                .map(SubscriptionInfo::name)
                                .flatMap(each -> queues.subscriptions().stats(name, each).stream()))
                .toList();
    }
}
