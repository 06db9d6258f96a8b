package dev.forebay.engine;

/** Whether a queue takes messages and gives them out. Kept in the catalog. */
public enum Flow {
    /** Both. */
    RUNNING,
    /** Sends are refused; what is there is delivered. */
    SENDING_PAUSED,
    /** Sends are taken; receives wait. */
    DELIVERY_PAUSED,
    /** Sends are refused and receives wait. */
    PAUSED,
    /** On its way out of service: no sends, deliver until it is empty. */
    DRAINING;

    public boolean takesMessages() {
        return this == RUNNING || this == DELIVERY_PAUSED;
    }

    public boolean delivers() {
        return this != DELIVERY_PAUSED && this != PAUSED;
    }
}
