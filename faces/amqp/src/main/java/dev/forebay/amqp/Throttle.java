package dev.forebay.amqp;

import com.rabbitmq.client.impl.AMQImpl;

/**
 * Holds a connection that publishes while nothing can be taken: its client is told, if it wants to
 * be, and not read until that is over. One that has not published yet is left alone, so that
 * consumers go on. On the lane.
 */
final class Throttle {
    private final AmqpConnection connection;
    private boolean publishes;
    private boolean blocked;

    Throttle(AmqpConnection connection) {
        this.connection = connection;
    }

    /**
     * A message has come; whether it has to wait. Looks at how things stand now: it must not be
     * refused only because nobody has looked yet.
     */
    boolean holdsMessage() {
        connection.broker().alarm().look();
        if (!publishes) {
            publishes = true;
            alarmChanged();
        }
        return blocked;
    }

    /** Whether messages that came wait. */
    boolean isBlocked() {
        return blocked;
    }

    /** The alarm went on, or is over, or has another reason. */
    void alarmChanged() {
        String reason = connection.broker().alarm().reason();
        boolean wanted = publishes && !reason.isEmpty();
        if (wanted == blocked) {
            return;
        }
        blocked = wanted;
        connection.flow().block(wanted);
        if (connection.hearsOfAlarms()) {
            connection.write(
                    0,
                    wanted
                            ? new AMQImpl.Connection.Blocked(reason)
                            : new AMQImpl.Connection.Unblocked());
        }
        if (!wanted) {
            connection.goOn();
        }
    }
}
