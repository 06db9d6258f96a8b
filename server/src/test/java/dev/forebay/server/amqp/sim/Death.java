package dev.forebay.server.amqp.sim;

/** How a server process ends. */
enum Death {
    /** As by kill -9: what it has written is there. */
    KILL,
    /** A subset of the sectors that were not synced is there. */
    POWER_CUT,
    /** In the orderly way; then the power is cut. */
    STOP
}
