package dev.forebay.engine.core;

import org.jspecify.annotations.Nullable;

/** A cursor that most queues never need, made when it is first used. */
final class SpareCursor {
    private final Core core;
    private final Subscription subscription;
    private @Nullable MessageCursor cursor;

    SpareCursor(Core core, Subscription subscription) {
        this.core = core;
        this.subscription = subscription;
    }

    MessageCursor get() {
        MessageCursor known = cursor;
        if (known == null) {
            known = new MessageCursor(core, subscription);
            cursor = known;
        }
        return known;
    }

    boolean isReading() {
        return cursor != null && cursor.isReading();
    }

    /** Whether the record can be looked at without a read; see {@link MessageCursor#holds}. */
    boolean holds(long offset) {
        return cursor != null && cursor.holds(offset);
    }

    /** Whether what it has read ahead ends right before the offset. */
    boolean endsBefore(long offset) {
        return cursor != null && cursor.endsBefore(offset);
    }

    void forget() {
        if (cursor != null) {
            cursor.forget();
        }
    }
}
