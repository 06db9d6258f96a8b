package dev.forebay.amqp.management;

import java.util.List;

/** The process that the management API tells of. On any thread. */
public interface NodeView {
    /** Forebay's version. */
    String version();

    /** Wall-clock ms. */
    long startedAt();

    /** Bytes of heap in use. */
    long memoryUsed();

    /** Bytes of heap that there may be. */
    long memoryLimit();

    int processors();

    long processId();

    /** Where it listens. */
    List<Listener> listeners();

    /** What is wrong, a sentence each; none when all is well. */
    List<String> alarms();

    /**
     * An open port.
     *
     * @param protocol such as {@code amqp}, {@code amqp/ssl}, {@code http}, {@code https}
     */
    record Listener(String protocol, String address, int port) {}
}
