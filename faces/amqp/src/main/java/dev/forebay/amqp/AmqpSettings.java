package dev.forebay.amqp;

/**
 * What clients are offered and what they may cost.
 *
 * @param version of the server, for people
 * @param frameMax largest frame, in bytes with its rims
 * @param channelMax most channels of one connection
 * @param heartbeatSeconds what is proposed; 0 for none
 * @param handshakeMillis a connection that is not open after so long is closed
 * @param bodyMax largest body of a message, in bytes
 * @param ackTimeoutMillis a channel whose consumer does not settle a message for so long is closed
 * @param maxConnections connections open at once; more are closed at once
 * @param unansweredBytes of messages that one connection published and that are not on disk yet;
 *     beyond it nothing is read from it
 * @param onItsWayBytes the same of all connections together; beyond it nothing is read from any
 *     that sends more
 * @param largeBytes a client in the middle of a message beyond this is not read while another is
 * @param heldBytes of bodies that have not arrived whole and of transactions of one connection;
 *     beyond it the connection is closed
 * @param heldBytesOfAll the same of all connections together; beyond it the connection that has
 *     most of them is closed
 * @param unreadBytesOfAll written for all clients together and not read by them; beyond it nothing
 *     more is delivered, and who reads nothing is cut off
 * @param maxUnacked most deliveries of a channel that are not settled
 */
public record AmqpSettings(
        String version,
        int frameMax,
        int channelMax,
        int heartbeatSeconds,
        long handshakeMillis,
        long bodyMax,
        long ackTimeoutMillis,
        int maxConnections,
        long unansweredBytes,
        long onItsWayBytes,
        long largeBytes,
        long heldBytes,
        long heldBytesOfAll,
        long unreadBytesOfAll,
        int maxUnacked) {
    /** What comes with a body in frames of their own. */
    private static final long BESIDE_A_BODY = 1L << 20;

    /** As RabbitMQ's defaults where it has them, but for what depends on the machine. */
    public static AmqpSettings defaults(
            String version,
            int maxConnections,
            long bodyMax,
            long heldBytesOfAll,
            long unreadBytesOfAll) {
        return new AmqpSettings(
                version,
                131_072,
                2047,
                60,
                10_000,
                bodyMax,
                30L * 60_000,
                maxConnections,
                16L << 20,
                64L << 20,
                24L << 20,
                Math.max(64L << 20, bodyMax + BESIDE_A_BODY),
                heldBytesOfAll,
                unreadBytesOfAll,
                65_535);
    }

    /**
     * The same where there is less memory than they are for: what all clients together may take of
     * it leaves room for all else.
     *
     * @param memory that the process has outside of its heap, in bytes
     */
    public AmqpSettings within(long memory) {
        return new AmqpSettings(
                version,
                frameMax,
                channelMax,
                heartbeatSeconds,
                handshakeMillis,
                bodyMax,
                ackTimeoutMillis,
                maxConnections,
                unansweredBytes,
                Math.min(onItsWayBytes, memory / 16),
                largeBytes,
                heldBytes,
                Math.min(heldBytesOfAll, memory / 4),
                Math.min(unreadBytesOfAll, memory / 4),
                maxUnacked);
    }
}
