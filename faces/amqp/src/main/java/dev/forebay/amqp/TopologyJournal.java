package dev.forebay.amqp;

import dev.forebay.engine.Reply;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Where durable exchanges and bindings are kept: records in order. On the lane, replies too. */
public interface TopologyJournal {
    /**
     * Gives out all records, oldest first.
     *
     * @param reply told how many they were
     */
    void load(Consumer<ByteBuffer> record, Reply<Long> reply);

    /** Adds records, all or none; ends in the order of the calls. */
    void append(List<ByteBuffer> records, Reply<Long> reply);

    /** Begins anew with these records, which stand for all before. */
    void rewrite(List<ByteBuffer> records, Reply<Long> reply);
}
