package dev.forebay.engine;

/**
 * When and where a message is given up.
 *
 * @param queue name of the dead-letter queue
 * @param maxAttempts after this many leases that ended without an ack, 1 to 1000
 */
public record DeadLetterRule(String queue, int maxAttempts) {}
