package dev.forebay.amqp.routing;

/**
 * Where a binding leads.
 *
 * @param name of the queue or exchange
 */
public record Destination(Kind kind, String name) {
    /** What a binding may lead to. */
    public enum Kind {
        QUEUE,
        EXCHANGE
    }

    /** A queue. */
    public static Destination queue(String name) {
        return new Destination(Kind.QUEUE, name);
    }

    /** An exchange. */
    public static Destination exchange(String name) {
        return new Destination(Kind.EXCHANGE, name);
    }
}
