package dev.forebay.amqp;

import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;

/**
 * Whether the server takes messages at all: not while its disk is full, or storage has failed. As
 * long as there are connections it looks from time to time, and tells those that publish. On the
 * lane.
 */
final class Alarm {
    private static final long LOOK_MILLIS = 250;

    private final Queues queues;
    private final Connections connections;
    private String reason = "";
    private boolean watching;

    Alarm(Queues queues, Connections connections) {
        this.queues = queues;
        this.connections = connections;
    }

    /** Why nothing may be published, in the words of RabbitMQ; empty when it may. */
    String reason() {
        return reason;
    }

    /** There is a connection: looks again and again until there is none. */
    void watch() {
        if (!watching) {
            watching = true;
            look();
            lookLater();
        }
    }

    private void lookLater() {
        queues.lane()
                .schedule(
                        () -> {
                            watching = connections.count() > 0;
                            if (watching) {
                                look();
                                lookLater();
                            }
                        },
                        LOOK_MILLIS);
    }

    /** Looks now: something may have changed. */
    void look() {
        String now = queues.refusesSends().map(Alarm::reason).orElse("");
        if (!now.equals(reason)) {
            reason = now;
            connections.each(connection -> connection.throttle().alarmChanged());
        }
    }

    private static String reason(Refusal refusal) {
        return switch (refusal) {
            case Refusal.DiskFull _ -> "low on disk";
            case Refusal.OutOfMemory _ -> "low on memory";
            case Refusal.StorageFailed _ -> "storage failed";
            default -> "";
        };
    }
}
