package dev.forebay.engine.core;

import dev.forebay.log.StreamName;
import java.util.OptionalInt;

/** The names of the engine's streams. */
final class Streams {
    static final StreamName CATALOG = new StreamName("catalog");
    static final StreamName CATALOG_COPY = new StreamName("catalog/copy");
    static final StreamName JOURNAL = new StreamName("journal/0");
    static final StreamName SNAPSHOTS = new StreamName("snapshots/0");
    static final StreamName REDRIVES = new StreamName("redrives/0");
    private static final String QUEUES = "q/";

    private Streams() {}

    static StreamName messages(int queueId, int partition) {
        return new StreamName(QUEUES + queueId + "/" + partition);
    }

    /** The queue whose messages the stream holds; empty for other streams. */
    static OptionalInt queueOf(StreamName name) {
        String text = name.value();
        int slash = text.indexOf('/', QUEUES.length());
        if (!text.startsWith(QUEUES) || slash < 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text, QUEUES.length(), slash, 10));
    }
}
