package dev.forebay.server.metrics;

import java.util.EnumMap;
import java.util.Map;

/** What one face did since the start. Written and read on the lane only. */
final class FaceFigures {
    /** How a lease ended by word of its consumer. */
    enum Outcome {
        ACKED,
        RELEASED,
        REJECTED;

        String label() {
            return switch (this) {
                case ACKED -> "acked";
                case RELEASED -> "released";
                case REJECTED -> "rejected";
            };
        }
    }

    final String face;
    final Map<Outcome, Long> settled = new EnumMap<>(Outcome.class);
    final Distribution timeInQueue = new Distribution(Distribution.WAIT_SECONDS);
    long accepted;
    long deduplicated;
    long delivered;

    /** Of the delivered, those that had been before. */
    long redelivered;

    long refused;

    FaceFigures(String face) {
        this.face = face;
        for (Outcome outcome : Outcome.values()) {
            settled.put(outcome, 0L);
        }
    }
}
