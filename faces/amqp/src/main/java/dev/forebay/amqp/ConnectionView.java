package dev.forebay.amqp;

import dev.forebay.engine.QueueInfo;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open connection as people look at it; a snapshot.
 *
 * @param peer where the client is
 * @param own what it connected to
 * @param user the name that the client gave
 * @param client what its program calls itself
 * @param encrypted whether it is TLS
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
        boolean encrypted,
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
     * @param transactional whether it is in transaction mode
     * @param prefetchOfNext what consumers made now get; 0 for no limit
     * @param prefetchOfAll for the channel as a whole; 0 for no limit
     * @param unacked deliveries that are not settled
     * @param unconfirmed published messages that the client has not heard of yet
     */
    public record ChannelView(
            int number,
            boolean confirms,
            boolean transactional,
            int prefetchOfNext,
            int prefetchOfAll,
            int unacked,
            long unconfirmed,
            List<ConsumerView> consumers) {}

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
