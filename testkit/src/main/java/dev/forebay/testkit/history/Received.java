package dev.forebay.testkit.history;

import java.util.Optional;

/**
 * One message as a receiver got it.
 *
 * @param id the id its body proves, {@link #NOT_WHAT_WAS_SENT} when it proves none
 * @param lease names the lease; a repeated answer that carries the same lease is one delivery
 * @param place where the message lay in its queue, where that is known
 */
public record Received(long id, String lease, Optional<Place> place) {
    /** The body is not one that anybody sent. */
    public static final long NOT_WHAT_WAS_SENT = -1;

    /** A delivery from a place that is not known. */
    public Received(long id, String lease) {
        this(id, lease, Optional.empty());
    }

    /** The same at a known place. */
    public Received at(Place known) {
        return new Received(id, lease, Optional.of(known));
    }

    /** A delivery of this body. */
    public static Received of(byte[] body, String lease) {
        return new Received(MessageBody.idOf(body).orElse(NOT_WHAT_WAS_SENT), lease);
    }

    /** A delivery of this text body. */
    public static Received of(String body, String lease) {
        return new Received(MessageBody.idOf(body).orElse(NOT_WHAT_WAS_SENT), lease);
    }
}
