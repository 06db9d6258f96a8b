package dev.forebay.engine;

import java.util.List;

/**
 * Leases acked and messages sent, in any queues, by one append: all of it or nothing.
 *
 * @param acks leases that must still be good for an ack
 * @param sends in the order in which they reach each queue
 */
public record AtomicChange(List<Ack> acks, List<SendTo> sends) {
    /**
     * What the sends of one change may take together, as {@link Send#bytes} reckons them; one alone
     * may be larger.
     */
    public static final int MOST_BYTES = 24 << 20;

    public AtomicChange {
        acks = List.copyOf(acks);
        sends = List.copyOf(sends);
    }

    /** The same without what concerns this queue. */
    public AtomicChange without(String queue) {
        return new AtomicChange(
                acks.stream().filter(ack -> !ack.queue().equals(queue)).toList(),
                sends.stream().filter(send -> !send.queue().equals(queue)).toList());
    }

    /** A lease of a queue, whose message is done. */
    public record Ack(String queue, LeaseId lease) {}

    /** A message and the queue it goes to. */
    public record SendTo(String queue, Send send) {}
}
