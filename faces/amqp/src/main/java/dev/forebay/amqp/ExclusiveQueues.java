package dev.forebay.amqp;

import dev.forebay.engine.QueueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queues that one connection alone may use, and that go with it. On the lane. */
final class ExclusiveQueues {
    private final AmqpConnection connection;
    private final Map<Integer, QueueInfo> owned = new LinkedHashMap<>();

    ExclusiveQueues(AmqpConnection connection) {
        this.connection = connection;
    }

    void add(QueueInfo queue) {
        connection.broker().uses().own(queue.id(), connection);
        owned.put(queue.id(), queue);
    }

    int count() {
        return owned.size();
    }

    /**
     * Deletes them all.
     *
     * @param each runs for each when it is gone, or cannot go
     */
    void discardAll(Runnable each) {
        List<QueueInfo> leaving = List.copyOf(owned.values());
        owned.clear();
        leaving.forEach(queue -> discard(queue, each));
    }

    /** Deletes one that was declared while the connection ended. */
    void discard(QueueInfo queue, Runnable then) {
        connection.broker().removal().discard(connection.caller(), queue, then);
    }
}
