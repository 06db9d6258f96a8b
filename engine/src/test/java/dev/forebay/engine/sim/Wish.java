package dev.forebay.engine.sim;

/**
 * A receive that was asked for and not answered.
 *
 * @param op the command
 * @param leaseMillis how long it leases
 */
record Wish(Op op, String queue, int max, long leaseMillis) {}
