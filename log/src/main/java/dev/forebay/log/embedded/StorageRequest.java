package dev.forebay.log.embedded;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LiveOffsets;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.RetentionRule;
import java.util.function.LongConsumer;

/** What callers ask of the storage task. */
sealed interface StorageRequest {
    record Read(EmbeddedStream stream, long fromOffset, int maxBytes, ReadCompletion completion)
            implements StorageRequest {}

    record Retain(EmbeddedStream stream, long neededFrom, RetentionRule rule)
            implements StorageRequest {}

    record Checkpoint(AppendCompletion completion) implements StorageRequest {}

    record Compact(EmbeddedStream stream, LiveOffsets live, RetentionRule rule, LongConsumer done)
            implements StorageRequest {}
}
