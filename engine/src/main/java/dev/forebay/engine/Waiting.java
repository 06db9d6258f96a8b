package dev.forebay.engine;

import java.util.Optional;

/** A receive that may still be waiting. */
public interface Waiting {
    /**
     * The consumer is gone: a waiting receive ends without a reply, and leases whose reply has not
     * been given yet are released without counting an attempt. No effect after the reply. On the
     * lane.
     */
    void cancel();

    /** Why the queue gives nothing out although it may have messages, if so. On the lane. */
    default Optional<HeldBack> heldBack() {
        return Optional.empty();
    }
}
