package dev.forebay.engine;

import java.util.List;

/**
 * Leases acked and messages sent, in any queues, by one append: all of it or nothing.
 *
 * @param acks leases that must still be good for an ack
 * @param sends in the order in which they reach each queue
 */
public record AtomicChange(List<Ack> acks, List<SendTo> sends) {
    public AtomicChange {
        acks = List.copyOf(acks);
        sends = List.copyOf(sends);
    }

    /** A lease of a queue, whose message is done. */
    public record Ack(String queue, LeaseId lease) {}

    /** A message and the queue it goes to. */
    public record SendTo(String queue, Send send) {}
}
