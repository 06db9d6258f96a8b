package dev.forebay.amqp;

import dev.forebay.engine.QueueInfo;
import java.util.BitSet;
import java.util.List;

/**
 * Queues that took a message since the server's start, which the engine therefore has in memory. A
 * message for several queues of which one is not is decided on later than those that come after it,
 * which must wait to keep their order. On the lane.
 */
final class WarmQueues {
    private final BitSet ids = new BitSet();

    boolean areAll(List<QueueInfo> queues) {
        return queues.stream().allMatch(queue -> ids.get(queue.id()));
    }

    void took(List<QueueInfo> queues) {
        queues.forEach(queue -> ids.set(queue.id()));
    }
}
