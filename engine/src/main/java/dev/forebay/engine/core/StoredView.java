package dev.forebay.engine.core;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.filter.FilteredMessage;
import dev.forebay.engine.struct.Attempts;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored message as filters see it. One is used again and again. */
final class StoredView implements FilteredMessage {
    private final StoredMessage stored;
    private final Subscription subscription;
    private long offset;

    StoredView(StoredMessage stored, Subscription subscription) {
        this.stored = stored;
        this.subscription = subscription;
    }

    /** From now on what was read is at this offset. */
    StoredView at(long place) {
        offset = place;
        return this;
    }

    @Override
    public MessageId id() {
        return stored.id(subscription.partition().queueId(), offset);
    }

    @Override
    public @Nullable ByteBuffer key() {
        return stored.message().key();
    }

    @Override
    public List<Header> headers() {
        return stored.message().headers();
    }

    @Override
    public ByteBuffer body() {
        return stored.message().body();
    }

    @Override
    public long sentAt() {
        return stored.sentAt();
    }

    /** Of settled messages only that they are: how is not kept in memory. */
    @Override
    public MessageState state() {
        DeliveryState state = subscription.state();
        if (state.isSettled(offset)) {
            return MessageState.ACKED;
        }
        if (state.leaseOf(offset) != LeaseTable.NONE) {
            return MessageState.LEASED;
        }
        return state.delays.contains(offset) ? MessageState.DELAYED : MessageState.READY;
    }

    @Override
    public int attempts() {
        int before = stored.deadLetterAttempts();
        if (before > 0) {
            return before;
        }
        DeliveryState state = subscription.state();
        int known = state.attempts.count(offset);
        if (known != Attempts.NONE) {
            return known;
        }
        return state.again.contains(offset) ? 1 : 0;
    }

    @Override
    public @Nullable ByteBuffer reason() {
        return stored.reason();
    }

    @Override
    public @Nullable ByteBuffer source() {
        String source = stored.source();
        return source == null ? null : ByteBuffer.wrap(source.getBytes(StandardCharsets.UTF_8));
    }
}
