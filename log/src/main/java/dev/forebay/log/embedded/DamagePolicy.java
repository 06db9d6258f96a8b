package dev.forebay.log.embedded;

/** What opening does when acknowledged bytes are damaged. */
public enum DamagePolicy {
    /** Throws {@link CorruptLogException} and touches nothing. */
    REFUSE,
    /** Quarantines the damaged ranges and serves everything else. */
    SERVE_REST
}
