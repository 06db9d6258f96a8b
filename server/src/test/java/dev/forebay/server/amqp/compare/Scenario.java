package dev.forebay.server.amqp.compare;

import java.io.IOException;
import java.util.List;

/**
 * Something that a client does, played to both brokers.
 *
 * @param name unique; in docs/amqp.md where the brokers are to differ
 */
record Scenario(String name, Start start, Script script) {
    /** What is said. */
    interface Script {
        void play(Conversation with) throws IOException;
    }

    enum Start {
        /** From the first byte on. */
        SOCKET,
        /** With an open connection and channel. */
        CHANNEL
    }

    static Scenario channel(String name, Script script) {
        return new Scenario(name, Start.CHANNEL, script);
    }

    static Scenario socket(String name, Script script) {
        return new Scenario(name, Start.SOCKET, script);
    }

    /** What a broker answered. */
    List<String> play(int port) throws IOException {
        try (Conversation with =
                start == Start.SOCKET ? Conversation.silent(port) : Conversation.opened(port)) {
            script.play(with);
            return with.log();
        }
    }
}
