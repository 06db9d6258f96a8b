package dev.forebay.engine.core;

/** How a message was settled. The order is that of the journal's codes: only add at the end. */
enum Fate {
    ACKED,
    DEAD_LETTERED,
    EXPIRED,
    DROPPED,
    PURGED
}
