package dev.forebay.engine.core;

import dev.forebay.engine.MessageState;

/** How a message was settled. */
enum Fate {
    ACKED(1, MessageState.ACKED),
    /** After its last allowed attempt, to the dead-letter queue. */
    DEAD_LETTERED(2, MessageState.DEAD_LETTERED),
    EXPIRED(3, MessageState.EXPIRED),
    DROPPED(4, MessageState.DROPPED),
    PURGED(5, MessageState.PURGED),
    MOVED(6, MessageState.MOVED),
    /** By its consumer, to the dead-letter queue. */
    REJECTED(7, MessageState.DEAD_LETTERED),
    /** To the dead-letter queue, for room in a full queue. */
    PUSHED_OUT(8, MessageState.DEAD_LETTERED),
    /** When its time was over, to where the queue's dead letters go. */
    LAPSED(9, MessageState.DEAD_LETTERED);

    private final int code;
    private final MessageState state;

    Fate(int code, MessageState state) {
        this.code = code;
        this.state = state;
    }

    /** Stands for it in the journal, for ever. */
    int code() {
        return code;
    }

    /** The state that a message of this fate is in. */
    MessageState state() {
        return state;
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
