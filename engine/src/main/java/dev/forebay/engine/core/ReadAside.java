package dev.forebay.engine.core;

/**
 * Reads messages that a subscription's cursor has passed: from what that one still holds, else from
 * the log through a few cursors, so that some keys can be read in turns without reading all anew.
 */
final class ReadAside {
    private static final int CURSORS = 4;

    private final MessageCursor main;
    private final SpareCursor[] aside = new SpareCursor[CURSORS];
    private int last;

    ReadAside(Core core, Subscription subscription, MessageCursor main) {
        this.main = main;
        for (int i = 0; i < CURSORS; i++) {
            aside[i] = new SpareCursor(core, subscription);
        }
    }

    /** The cursor to seek the message with; one read is under way at a time. */
    MessageCursor at(long offset) {
        if (main.holds(offset)) {
            return main;
        }
        for (SpareCursor cursor : aside) {
            if (cursor.holds(offset)) {
                return cursor.get();
            }
        }
        for (SpareCursor cursor : aside) {
            if (cursor.isReading() || cursor.endsBefore(offset)) {
                return cursor.get();
            }
        }
        last = (last + 1) % CURSORS;
        return aside[last].get();
    }

    boolean isReading() {
        for (SpareCursor cursor : aside) {
            if (cursor.isReading()) {
                return true;
            }
        }
        return false;
    }

    void forget() {
        for (SpareCursor cursor : aside) {
            cursor.forget();
        }
    }
}
