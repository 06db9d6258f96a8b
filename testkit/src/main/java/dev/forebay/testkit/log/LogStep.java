package dev.forebay.testkit.log;

import java.util.List;

/** One thing that a script of the log does. */
public sealed interface LogStep {
    /** Submits one atomic group; the script goes on without waiting for the answer. */
    record Append(List<Entry> entries) implements LogStep {}

    /** Deletes a stream. */
    record Delete(String stream) implements LogStep {}

    /** Lets go of everything up to the end of a stream, but for so many of its last batches. */
    record Retain(String stream, int keptBatches) implements LogStep {}

    /**
     * Says that of the batches of a stream that are there only every so many-th is needed, from a
     * first one on.
     *
     * @param every 1 or more
     */
    record Compact(String stream, int first, int every) implements LogStep {}

    /** Waits for all answers. */
    record Await() implements LogStep {}

    /** Lets ms pass, after all answers. */
    record Pass(long millis) implements LogStep {}

    /** Stops cleanly and starts again. */
    record Restart() implements LogStep {}

    /** Reads every stream and compares. */
    record ReadAll() implements LogStep {}

    /**
     * One batch of a group.
     *
     * @param streams its targets
     * @param records how many records it has, 1 or more
     * @param bytes about how large it is
     */
    record Entry(List<String> streams, int records, int bytes) {}

    static Append append(String stream, int bytes) {
        return new Append(List.of(new Entry(List.of(stream), 1, bytes)));
    }

    static Append group(Entry... entries) {
        return new Append(List.of(entries));
    }

    static Entry entry(String stream, int records, int bytes) {
        return new Entry(List.of(stream), records, bytes);
    }
}
