package dev.forebay.log;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One finished record batch (Kafka format v2, base offset still 0) on its way to one or more
 * streams; with several targets (fan-out) the bytes are committed once.
 *
 * @param targets the streams that get the batch
 * @param batch the batch from position to limit; the store sets the base offset
 */
public record StreamAppend(List<LogStream> targets, ByteBuffer batch) {
    public StreamAppend(LogStream target, ByteBuffer batch) {
        this(List.of(target), batch);
    }
}
