package dev.forebay.testkit.history;

/** How a call ended, as its client saw it. */
public enum Outcome {
    /** Answered: done. */
    OK,
    /** Answered: refused, and so not done. */
    FAILED,
    /** Not answered, or in a way that tells nothing: done, or not, or not yet. */
    UNKNOWN
}
