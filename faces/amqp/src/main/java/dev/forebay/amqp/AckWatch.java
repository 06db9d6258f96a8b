package dev.forebay.amqp;

/**
 * Looks when the next delivery of a connection must have been settled, and ends the channel that
 * kept it for longer. On the lane.
 */
final class AckWatch {
    /**
     * In ms: settled deliveries may leave a look that finds nothing; there are no more than so
     * many.
     */
    private static final long LEAST_MILLIS = 500;

    private static final long MOST_MILLIS = 60_000;

    private final AmqpConnection connection;
    private long nextLook;

    AckWatch(AmqpConnection connection) {
        this.connection = connection;
    }

    /** The connection is open. */
    void begin() {
        lookAt(now() + MOST_MILLIS);
    }

    /** There is a delivery that must be settled by this engine time. */
    void due(long at) {
        if (at < nextLook) {
            lookAt(at + 1);
        }
    }

    private void lookAt(long at) {
        nextLook = at;
        connection.later(
                Math.max(0, at - now()),
                () -> {
                    if (nextLook == at && connection.isOpen()) {
                        look();
                    }
                });
    }

    private void look() {
        long now = now();
        long next = Long.MAX_VALUE;
        for (AmqpChannel channel : connection.channels()) {
            channel.checkAcks(now);
            next = Math.min(next, channel.consumers().unacked().earliestDue());
        }
        lookAt(Math.clamp(next, now + LEAST_MILLIS, now + MOST_MILLIS) + 1);
    }

    private long now() {
        return connection.broker().clock().now();
    }
}
