package dev.forebay.log.embedded;

import dev.forebay.log.ReadCompletion;
import dev.forebay.log.RetentionRule;

/** What callers ask of the storage task. */
sealed interface StorageRequest {
    record Read(EmbeddedStream stream, long fromOffset, int maxBytes, ReadCompletion completion)
            implements StorageRequest {}

    record Retain(EmbeddedStream stream, long neededFrom, RetentionRule rule)
            implements StorageRequest {}
}
