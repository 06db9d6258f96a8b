package dev.forebay.amqp;

import dev.forebay.amqp.traffic.Traffic;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What went out of each queue over AMQP since the server started; the engine counts what all faces
 * do. On the lane.
 */
final class QueueTraffic {
    private static final int FIRST_SWEEP = 1_024;

    private final Queues queues;
    private final Map<Integer, Traffic> traffic = new HashMap<>();
    private int sweepAt = FIRST_SWEEP;

    QueueTraffic(Queues queues) {
        this.queues = queues;
    }

    /** To count in, by the queue's number. */
    Traffic of(int queue) {
        Traffic there = traffic.get(queue);
        if (there != null) {
            return there;
        }
        if (traffic.size() >= sweepAt) {
            forgetGone();
        }
        Traffic counted = new Traffic();
        traffic.put(queue, counted);
        return counted;
    }

    /** A face that deletes a queue does not tell the others. */
    private void forgetGone() {
        Set<Integer> there = queues.all().stream().map(QueueInfo::id).collect(Collectors.toSet());
        traffic.keySet().retainAll(there);
        sweepAt = Math.max(FIRST_SWEEP, 2 * traffic.size());
    }
}
