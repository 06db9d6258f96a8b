package dev.forebay.engine;

/** What people do to a consumer, without its doing. */
public enum ConsumerChange {
    /** It is given nothing more, and may settle what it has. */
    DRAIN,
    /** It is given messages again. */
    RESUME,
    /** Its receives that wait end with nothing; it may ask again. */
    DISCONNECT
}
