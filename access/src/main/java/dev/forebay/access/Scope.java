package dev.forebay.access;

import dev.forebay.access.vhost.Vhost;

/**
 * What a credential may be used for at most, whatever its user may do.
 *
 * @param rights which rights
 * @param queues on which queues: a pattern
 */
public record Scope(Rights rights, String queues) {
    /** All that the user may do. */
    public static final Scope FULL = new Scope(Rights.ALL, "*");

    /** Such as {@code orders-*: send, receive}. */
    @Override
    public String toString() {
        return queues + ": " + rights;
    }

    /** Whether it can cover a queue of a virtual host. */
    boolean reaches(Vhost vhost) {
        return NamePattern.reaches(queues, vhost);
    }

    Rights cut(Rights wide, String queue) {
        return equals(FULL)
                ? wide
                : NamePattern.matches(queues, queue) ? wide.within(rights) : Rights.NONE;
    }

    /** What is about some queues only is worth nothing for the server as a whole. */
    Rights cutOnServer(Rights wide) {
        return equals(FULL) ? wide : queues.equals("*") ? wide.within(rights) : Rights.NONE;
    }
}
