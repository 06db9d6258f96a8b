package dev.forebay.engine;

/**
 * Asked, on the lane, each time a message is about to move to a dead-letter queue: whether it still
 * may. Where it may not, the message stays as if there were no such queue.
 */
@FunctionalInterface
public interface DeadLetterGuard {
    boolean allows(QueueInfo source, String target);
}
