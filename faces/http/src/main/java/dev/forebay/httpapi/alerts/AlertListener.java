package dev.forebay.httpapi.alerts;

/** Is told what becomes of alerts that are not silenced. On the lane; must not block. */
@FunctionalInterface
public interface AlertListener {
    /** Listens to nothing. */
    AlertListener NONE = (_, _) -> {};

    /** What became of it. */
    enum Turn {
        BEGAN,
        /** Its severity is another. */
        CHANGED,
        ENDED
    }

    void told(Turn turn, Alert alert);
}
