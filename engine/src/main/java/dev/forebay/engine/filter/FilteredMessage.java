package dev.forebay.engine.filter;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as a filter sees it; only what the filter needs is asked for. */
public interface FilteredMessage {
    MessageId id();

    /** From position to limit; null for none. */
    @Nullable ByteBuffer key();

    /** Those of the sender, and those of the engine that consumers see. */
    List<Header> headers();

    /** From position to limit. */
    ByteBuffer body();

    /** Wall-clock ms of the original send. */
    long sentAt();

    MessageState state();

    /** See {@link MessageFilter.Attempts}. */
    int attempts();

    /** See {@link TextField.Reason}; null for a message that never was dead-lettered. */
    @Nullable ByteBuffer reason();

    /** See {@link TextField.Source}; null for a message that never was dead-lettered. */
    @Nullable ByteBuffer source();
}
