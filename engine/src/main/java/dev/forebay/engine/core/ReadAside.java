package dev.forebay.engine.core;

/**
 * Reads messages that a subscription's cursor has passed: from what that one still holds, else from
 * the log through a few cursors, so that some keys can be read in turns without reading all anew.
 */
final class ReadAside {
    private static final int CURSORS = 4;

    private final MessageCursor main;
    private final MessageCursor[] aside = new MessageCursor[CURSORS];
    private int last;

    ReadAside(Core core, Subscription subscription, MessageCursor main) {
        this.main = main;
        for (int i = 0; i < CURSORS; i++) {
            aside[i] = new MessageCursor(core, subscription);
        }
    }

    /** The cursor to seek the message with; one read is under way at a time. */
    MessageCursor at(long offset) {
        if (main.holds(offset)) {
            return main;
        }
        for (MessageCursor cursor : aside) {
            if (cursor.holds(offset)) {
                return cursor;
            }
        }
        for (MessageCursor cursor : aside) {
            if (cursor.isReading() || cursor.endsBefore(offset)) {
                return cursor;
            }
        }
        last = (last + 1) % CURSORS;
        return aside[last];
    }

    boolean isReading() {
        for (MessageCursor cursor : aside) {
            if (cursor.isReading()) {
                return true;
            }
        }
        return false;
    }

    void forget() {
        for (MessageCursor cursor : aside) {
            cursor.forget();
        }
    }
}
