package dev.forebay.engine.core;

import dev.forebay.engine.QueueInfo;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamName;
import java.util.Optional;
import java.util.OptionalInt;

/** The names of the engine's streams. */
final class Streams {
    static final StreamName CATALOG = new StreamName("catalog");
    static final StreamName CATALOG_COPY = new StreamName("catalog/copy");
    static final StreamName JOURNAL = new StreamName("journal/0");
    static final StreamName SNAPSHOTS = new StreamName("snapshots/0");
    static final StreamName REDRIVES = new StreamName("redrives/0");
    static final StreamName SCHEDULES = new StreamName("schedules/0");
    static final StreamName LATER = new StreamName("later/0");
    static final StreamName ATTEMPTS = new StreamName("attempts/0");
    static final StreamName DEDUPLICATION = new StreamName("dedup/0");
    private static final String QUEUES = "q/";
    private static final String RUNS = "/later/";

    private Streams() {}

    static StreamName messages(int queueId, int partition) {
        return new StreamName(QUEUES + queueId + "/" + partition);
    }

    /** The only partition of a queue, in the kind of stream that its settings ask for. */
    static LogStream messages(LogStore store, QueueInfo queue) {
        StreamName name = messages(queue.id(), 0);
        return queue.settings().isVolatile() ? store.volatileStream(name) : store.stream(name);
    }

    /** Messages of a queue that are due within a stretch of time; the name says which. */
    static StreamName later(int queueId, LaterRun.Range range) {
        return new StreamName(
                QUEUES
                        + queueId
                        + RUNS
                        + range.number()
                        + "-"
                        + range.from()
                        + "-"
                        + range.to()
                        + "-"
                        + range.parent());
    }

    /** The stretch whose messages the stream holds; empty for other streams. */
    static Optional<LaterRun.Range> laterOf(StreamName name) {
        int at = name.value().indexOf(RUNS);
        if (at < 0 || !name.value().startsWith(QUEUES)) {
            return Optional.empty();
        }
        String[] parts = name.value().substring(at + RUNS.length()).split("-", -1);
        return Optional.of(
                new LaterRun.Range(
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        Long.parseLong(parts[3])));
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
