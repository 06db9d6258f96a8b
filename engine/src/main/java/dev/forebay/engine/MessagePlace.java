package dev.forebay.engine;

/**
 * Where a message is or was.
 *
 * @param queue name of the queue
 * @param partition the partition within it
 * @param offset the message's offset there
 */
public record MessagePlace(String queue, int partition, long offset) {}
