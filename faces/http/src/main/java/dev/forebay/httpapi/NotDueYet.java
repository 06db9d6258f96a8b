package dev.forebay.httpapi;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.filter.FilteredMessage;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scheduled message as a filter sees it: delayed, and nobody had it so far. */
record NotDueYet(ScheduledMessage scheduled) implements FilteredMessage {
    @Override
    public MessageId id() {
        return scheduled.id();
    }

    @Override
    public @Nullable ByteBuffer key() {
        return scheduled.message().key();
    }

    @Override
    public List<Header> headers() {
        return scheduled.message().headers();
    }

    @Override
    public ByteBuffer body() {
        return scheduled.message().body();
    }

    @Override
    public long sentAt() {
        return scheduled.sentAt();
    }

    @Override
    public MessageState state() {
        return MessageState.DELAYED;
    }

    @Override
    public int attempts() {
        return 0;
    }

    @Override
    public @Nullable ByteBuffer reason() {
        return null;
    }

    @Override
    public @Nullable ByteBuffer source() {
        return null;
    }
}
