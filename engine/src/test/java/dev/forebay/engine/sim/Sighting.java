package dev.forebay.engine.sim;

/**
 * A message as it came out when a recovered server was drained.
 *
 * @param at engine time when it came
 */
record Sighting(String queue, long id, int attempt, long at) {}
