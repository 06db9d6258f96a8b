package dev.forebay.log;

/** What to do without acknowledged bytes that are damaged. */
public enum DamagePolicy {
    /**
     * Nothing is served without them: opening is refused and touches nothing, and what is found
     * damaged later stands still until the files are restored.
     */
    REFUSE,
    /** The damaged ranges are set aside and reported, and everything else is served. */
    SERVE_REST
}
