package dev.forebay.amqp;

import dev.forebay.amqp.traffic.Tally;
import dev.forebay.engine.QueueInfo;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open connection as people look at it; a snapshot.
 *
 * @param peer where the client is
 * @param own what it connected to
 * @param user the name that the client gave
 * @param client what its program calls itself
 * @param arrival how it came in
 * @param waiting whether the client is not read at present, for too much of it is under way
 * @param openedAt wall-clock ms
 * @param heartbeatSeconds 0 for none
 */
public record ConnectionView(
        InetSocketAddress peer,
        InetSocketAddress own,
        String vhost,
        String user,
        String client,
        Arrival arrival,
        boolean waiting,
        long openedAt,
        int channelMax,
        int frameMax,
        int heartbeatSeconds,
        List<ChannelView> channels) {
    /** Both ends, as RabbitMQ names a connection. */
    public String name() {
        return text(peer) + " -> " + text(own);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /**
     * A channel.
     *
     * @param confirms whether it is in confirm mode
     * @param transaction what is published and acked and not committed; empty but in transaction
     *     mode
     * @param prefetchOfNext what consumers made now get; 0 for no limit
     * @param prefetchOfAll for the channel as a whole; 0 for no limit
     * @param unacked deliveries that are not settled
     * @param unconfirmed published messages that the client has not heard of yet
     * @param traffic what went through it
     */
    public record ChannelView(
            int number,
            boolean confirms,
            Optional<Uncommitted> transaction,
            int prefetchOfNext,
            int prefetchOfAll,
            int unacked,
            long unconfirmed,
            Tally traffic,
            List<ConsumerView> consumers) {}

    /** What a transaction holds. */
    public record Uncommitted(int messages, int acks) {}

    /**
     * How somebody came in.
     *
     * @param mechanism of SASL
     * @param properties what the client says of itself, as a table
     * @param line empty without TLS
     */
    public record Arrival(
            String mechanism, Map<String, @Nullable Object> properties, Optional<TlsLine> line) {}

    /**
     * A consumer.
     *
     * @param acks whether it settles what it gets
     * @param active whether it is given messages
     * @param ackTimeoutMillis how long it may keep a message; 0 for as long as it likes
     * @param arguments as it gave them
     */
    public record ConsumerView(
            String tag,
            QueueInfo queue,
            boolean acks,
            boolean exclusive,
            int prefetch,
            boolean active,
            long ackTimeoutMillis,
            Map<String, @Nullable Object> arguments) {}
}
