package dev.forebay.engine.core;

import java.util.Iterator;
import java.util.LinkedHashSet;

/** Memory for messages read ahead, shared by all cursors; the one used longest ago gives way. */
final class ReadBudget {
    private static final int LOOKS = 64;

    private final long limit;
    private final LinkedHashSet<MessageCursor> holders = new LinkedHashSet<>();
    private long used;

    ReadBudget(long limit) {
        this.limit = limit;
    }

    boolean hasRoom(long bytes) {
        return used + bytes <= limit;
    }

    /**
     * Whether there is room once some of those used longest ago give up what their subscriptions
     * have passed: of many queues that are not busy at the moment, the end of what each was sent.
     */
    boolean makeRoom(long bytes) {
        Iterator<MessageCursor> oldest = holders.iterator();
        for (int looked = 0; !hasRoom(bytes) && looked < LOOKS && oldest.hasNext(); looked++) {
            MessageCursor holder = oldest.next();
            if (holder.isPassed()) {
                oldest.remove();
                used -= holder.evict();
            }
        }
        return hasRoom(bytes);
    }

    long used() {
        return used;
    }

    /** The cursor holds so many more bytes, and is the one used last. */
    void take(MessageCursor cursor, long bytes) {
        used += bytes;
        holders.remove(cursor);
        holders.add(cursor);
        Iterator<MessageCursor> oldest = holders.iterator();
        while (used > limit && oldest.hasNext()) {
            MessageCursor holder = oldest.next();
            if (holder != cursor) {
                oldest.remove();
                used -= holder.evict();
            }
        }
    }

    void release(MessageCursor cursor, long bytes, long left) {
        used -= bytes;
        if (left == 0) {
            holders.remove(cursor);
        }
    }
}
