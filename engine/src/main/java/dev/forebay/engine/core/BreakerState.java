package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;

/** Whether a subscription's breaker is open, as the journal tells. See {@link Breaker}. */
final class BreakerState {
    /** How far the breaker lets deliveries through. */
    enum Phase {
        /** All of them. */
        CLOSED,
        /** None until the pause is over, then one. */
        OPEN,
        /** One is out. */
        PROBING
    }

    private Phase phase = Phase.CLOSED;
    private long until;
    private long pause;
    private long probe;
    private String cause = "";

    Phase phase() {
        return phase;
    }

    /** Engine time at which a probe is let through. */
    long until() {
        return until;
    }

    /** How long the present pause lasts in all, in ms. */
    long pause() {
        return pause;
    }

    /** The offset of the probe. */
    long probe() {
        return probe;
    }

    /** The reason of the failure that opened it. */
    String cause() {
        return cause;
    }

    void open(long endsAt, long millis, String reason) {
        phase = Phase.OPEN;
        until = endsAt;
        pause = millis;
        cause = reason;
    }

    void probe(long offset) {
        phase = Phase.PROBING;
        probe = offset;
    }

    void close() {
        phase = Phase.CLOSED;
        cause = "";
    }

    void write(ByteSink sink) {
        sink.putByte(
                switch (phase) {
                    case CLOSED -> 0;
                    case OPEN -> 1;
                    case PROBING -> 2;
                });
        if (phase != Phase.CLOSED) {
            sink.putVarint(until);
            sink.putVarint(pause);
            sink.putVarint(probe);
            sink.putText(cause);
        }
    }

    void read(ByteSource source) {
        int code = source.getByte();
        phase =
                switch (code) {
                    case 0 -> Phase.CLOSED;
                    case 1 -> Phase.OPEN;
                    case 2 -> Phase.PROBING;
                    default -> throw new IllegalStateException("a breaker of code " + code);
                };
        if (phase != Phase.CLOSED) {
            until = source.getVarint();
            pause = source.getVarint();
            probe = source.getVarint();
            cause = source.getText();
        }
    }
}
