package dev.forebay.testkit.history;

/** The rules a history is held to. */
public enum Rule {
    /** Each confirmed message is delivered until it is settled. */
    LOSS,
    /** Nothing is delivered that was not sent there, or that was refused. */
    PHANTOM,
    /** Each delivered byte is the one that was sent. */
    INTEGRITY,
    /** No delivery begins after a settlement was answered. */
    FINALITY,
    /** Two deliveries of a message are a lease apart unless its holder gave it back. */
    LEASE,
    /** Messages of one key come in the order of their sends. */
    ORDER,
    /** Each confirmed place holds the message that was confirmed there. */
    READ_BACK,
    /** The server's counters add up, and agree with what clients were told. */
    CONSERVATION,
    /** Sends with equal deduplication ids make one message. */
    DEDUPLICATION,
    /** What is lost was damaged by injection, and reported. */
    DAMAGE
}
