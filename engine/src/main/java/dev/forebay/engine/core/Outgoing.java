package dev.forebay.engine.core;

import dev.forebay.engine.SendResult;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Messages that were sent to one stream and go to disk together. */
sealed interface Outgoing permits OutBatch, LaterBatch {
    LogStream stream();

    /** The batch, once it is {@link #finish finished}. */
    ByteBuffer bytes();

    void finish();

    /** What must be in the same append, or null. */
    default @Nullable StreamAppend companion() {
        return null;
    }

    void confirmed(long base);

    void refused(SendResult refusal);
}
