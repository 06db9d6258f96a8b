package dev.forebay.engine.core;

import dev.forebay.engine.MessageState;

/** How a message was settled. */
enum Fate {
    ACKED(1),
    DEAD_LETTERED(2),
    EXPIRED(3),
    DROPPED(4),
    PURGED(5),
    MOVED(6);

    private final int code;

    Fate(int code) {
        this.code = code;
    }

    /** Stands for it in the journal, for ever. */
    int code() {
        return code;
    }

    /** The state that a message of this fate is in. */
    MessageState state() {
        return MessageState.valueOf(name());
    }

    static Fate of(int code) {
        for (Fate fate : values()) {
            if (fate.code == code) {
                return fate;
            }
        }
        throw new IllegalStateException("a fate of code " + code);
    }
}
