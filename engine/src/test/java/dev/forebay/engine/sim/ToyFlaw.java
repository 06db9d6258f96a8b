package dev.forebay.engine.sim;

/** What a toy server does wrong, so that the simulation shows that it notices. */
enum ToyFlaw {
    NONE,
    LEASE_NOT_PERSISTED,
    ANSWERED_BEFORE_DURABLE,
    DEDUPLICATION_LOST_AT_RESTART,
    ATTEMPTS_LOST_AT_RESTART,
    DEAD_LETTER_LEFT_IN_SOURCE,
    KEY_UNBLOCKED_TOO_EARLY,
    WALL_CLOCK_FOR_LEASES,
    RELEASE_DELAY_IGNORED,
    EXTENSION_LOST_AT_RESTART,
    PURGE_SPARES_LEASED,
    OLD_LEASE_ACKS_NEW_ONE
}
