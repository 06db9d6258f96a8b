package dev.forebay.engine.core;

/** What deliveries do when messages of a queue turn out to be damaged on disk. */
public enum OnDamage {
    /** The queue stands still and says so: nothing is stepped over until the files are restored. */
    REFUSE,
    /** The damaged messages alone are withheld; all others are delivered. */
    SERVE_REST
}
