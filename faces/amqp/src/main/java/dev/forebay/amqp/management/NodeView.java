package dev.forebay.amqp.management;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The process that the management API tells of. On any thread. */
public interface NodeView {
    /** What tools for RabbitMQ know this node by. */
    String NAME = "forebay@localhost";

    /** The version of RabbitMQ that it answers like. */
    String LIKE_RABBITMQ = "4.1.0";

    /** Forebay's version. */
    String version();

    /** Wall-clock ms. */
    long startedAt();

    /** Bytes of heap in use. */
    long memoryUsed();

    /** Bytes of heap that there may be. */
    long memoryLimit();

    int processors();

    /** What the process uses of its machine. */
    Figures figures();

    long processId();

    /** Where it listens. */
    List<Listener> listeners();

    /** What is wrong, a sentence each; none when all is well. */
    List<String> alarms();

    /**
     * What a process uses, and may.
     *
     * @param filesOpen files and sockets
     * @param filesMost as many as there may be
     * @param threads of the process
     * @param load processes of the machine that run or want to, on average in the last minute
     * @param diskFree bytes
     * @param diskReserve bytes; with less than these free nothing is taken
     */
    record Figures(
            long filesOpen,
            long filesMost,
            long threads,
            long load,
            long diskFree,
            long diskReserve) {}

    /**
     * An open port.
     *
     * @param protocol such as {@code amqp}, {@code amqp/ssl}, {@code http}, {@code https}
     * @param certificateEnds absent without TLS
     */
    record Listener(String protocol, String address, int port, Optional<Instant> certificateEnds) {
        boolean endsBefore(Instant time) {
            return certificateEnds.filter(end -> end.isBefore(time)).isPresent();
        }
    }
}
