package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import java.util.List;

/**
 * A virtual host as it was made.
 *
 * @param description for people
 * @param tags kept for people and exports
 * @param defaultQueueType of queues that are declared without one; empty for classic
 */
public record VirtualHost(
        Vhost vhost, String description, List<String> tags, String defaultQueueType) {
    /** The one there always is. */
    static final VirtualHost DEFAULT = plain(Vhost.DEFAULT);

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException for a type of queue that there is not
     */
    public VirtualHost {
        tags = List.copyOf(tags);
        if (!defaultQueueType.isEmpty() && QueueType.named(defaultQueueType).isEmpty()) {
            throw new IllegalArgumentException(
                    "default_queue_type '" + defaultQueueType + "' is not known");
        }
    }

    /** One of which nothing but the name was said. */
    public static VirtualHost plain(Vhost vhost) {
        return new VirtualHost(vhost, "", List.of(), "");
    }

    public String name() {
        return vhost.name();
    }

    /** What a queue is that is declared without a type. */
    public String usualQueueType() {
        return defaultQueueType.isEmpty() ? DeclaredQueue.CLASSIC : defaultQueueType;
    }
}
