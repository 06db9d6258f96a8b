package dev.forebay.http;

import java.time.Duration;

/**
 * What clients may cost.
 *
 * @param maxConnections open at once over the whole listener; one more is answered 503 and closed
 * @param maxInFlightBytes bytes of requests received and not yet answered, plus large answers not
 *     yet written, over all connections; beyond it requests are answered 503
 * @param maxLineBytes request line; 414 beyond
 * @param maxHeadBytes all header fields together; 431 beyond
 * @param maxHeaders number of header fields; 431 beyond
 * @param maxBodyBytes body of one request, as received; 413 beyond
 * @param maxPipelined requests of one connection that are being answered at once; reading pauses
 *     beyond it
 * @param head from the first byte of a request (for the first one: from the connection) to the end
 *     of its head; 408 beyond
 * @param body from the head to the end of the body, and one second more for each {@link
 *     #BODY_BYTES_PER_SECOND} received; 408 beyond
 * @param idle how long a connection is kept between requests
 * @param unread how long an answer may wait for a client that does not read
 */
public record Limits(
        int maxConnections,
        long maxInFlightBytes,
        int maxLineBytes,
        int maxHeadBytes,
        int maxHeaders,
        int maxBodyBytes,
        int maxPipelined,
        Duration head,
        Duration body,
        Duration idle,
        Duration unread) {
    /** The slowest rate at which a long body may arrive. */
    public static final int BODY_BYTES_PER_SECOND = 8 * 1024;

    private static final long MAX_SWEEP_MILLIS = 1_000;
    private static final int SWEEPS_PER_DEADLINE = 10;

    public static Limits defaults() {
        return new Limits(
                10_000,
                128L << 20,
                16 * 1024,
                16 * 1024,
                100,
                8 << 20,
                16,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(30));
    }

    public Limits withMaxConnections(int connections) {
        return new Limits(
                connections,
                maxInFlightBytes,
                maxLineBytes,
                maxHeadBytes,
                maxHeaders,
                maxBodyBytes,
                maxPipelined,
                head,
                body,
                idle,
                unread);
    }

    public Limits withMaxInFlightBytes(long bytes) {
        return new Limits(
                maxConnections,
                bytes,
                maxLineBytes,
                maxHeadBytes,
                maxHeaders,
                maxBodyBytes,
                maxPipelined,
                head,
                body,
                idle,
                unread);
    }

    /** All four deadlines at once. */
    public Limits withDeadlines(Duration head, Duration body, Duration idle, Duration unread) {
        return new Limits(
                maxConnections,
                maxInFlightBytes,
                maxLineBytes,
                maxHeadBytes,
                maxHeaders,
                maxBodyBytes,
                maxPipelined,
                head,
                body,
                idle,
                unread);
    }

    /** How often deadlines are looked at: a tenth of the shortest, at most a second. */
    long sweepMillis() {
        long shortest =
                Math.min(
                        Math.min(head.toMillis(), body.toMillis()),
                        Math.min(idle.toMillis(), unread.toMillis()));
        return Math.clamp(shortest / SWEEPS_PER_DEADLINE, 1, MAX_SWEEP_MILLIS);
    }
}
