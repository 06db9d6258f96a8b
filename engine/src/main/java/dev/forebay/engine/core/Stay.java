package dev.forebay.engine.core;

import dev.forebay.engine.CommittedBatch;
import dev.forebay.engine.MessagePlace;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;

/**
 * A message's stay in one queue, as a timeline looks for it.
 *
 * @param queueId the queue's number
 * @param name the queue's name; empty for one that is gone
 * @param time engine time of the message's append there; {@link #UNKNOWN} when it is gone
 * @param wall wall-clock time of it
 * @param sender the number by which the message names its sender
 */
record Stay(int queueId, String name, long offset, long time, long wall, long sender) {
    static final long UNKNOWN = -1;

    /** One of whose append nothing is known any more. */
    static Stay gone(int queueId, String name, long offset) {
        return new Stay(queueId, name, offset, UNKNOWN, 0, Callers.NOBODY);
    }

    /** The batch that a record stands in. */
    static CommittedBatch commit(LogStream stream, RecordBatchReader reader) {
        return new CommittedBatch(
                stream.name().value(),
                reader.batchOffset(),
                reader.batchRecords(),
                reader.batchChecksum());
    }

    MessagePlace place() {
        return new MessagePlace(name, 0, offset);
    }

    boolean isKnown() {
        return time != UNKNOWN;
    }

    /** Whether a journal record with this tag may tell of it. */
    boolean isTagged(ByteBuffer tag) {
        return tag.getInt(tag.position()) == queueId
                && tag.getInt(tag.position() + Integer.BYTES) == 0;
    }
}
