package dev.forebay.server.amqp.sim;

/** A basic.consume as its client knows it. */
final class ClientConsumer {
    final String tag;
    final ClientChannel channel;
    final TrackedQueue queue;
    final boolean noAck;

    /** Most deliveries that it may hold, or 0. */
    final int prefetch;

    int held;

    /** The server said that it is there. */
    boolean begun;

    /** Its client said that it goes, or it is gone. */
    boolean ending;

    ClientConsumer(
            String tag, ClientChannel channel, TrackedQueue queue, boolean noAck, int prefetch) {
        this.tag = tag;
        this.channel = channel;
        this.queue = queue;
        this.noAck = noAck;
        this.prefetch = prefetch;
    }

    /** Gets no more than it has. */
    boolean isFull() {
        return prefetch > 0 && !noAck && held >= prefetch;
    }

    @Override
    public String toString() {
        return tag;
    }
}
