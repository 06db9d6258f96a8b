package dev.forebay.engine.core;

import dev.forebay.engine.struct.OffsetHeap;
import dev.forebay.engine.struct.OffsetRuns;

/** A key with messages leased, or passed over while other keys have their turn. */
final class FairKey implements KeyOwner {
    /** Heap of a key without messages, roughly. */
    private static final int OWN_BYTES = 240;

    private final Key key;
    private final OffsetRuns rising = new OffsetRuns();
    private final OffsetHeap early = new OffsetHeap();

    /** Names it among {@link KeyTurns}. */
    final int id;

    int leased;

    /** When it last had a turn, or came to wait for one. */
    long turn;

    FairKey(Key key, int id) {
        this.key = key;
        this.id = id;
    }

    @Override
    public Key key() {
        return key;
    }

    int ownBytes() {
        return OWN_BYTES + key.sizeBytes() + rising.sizeBytes() + early.sizeBytes();
    }

    boolean hasPending() {
        return !rising.isEmpty() || !early.isEmpty();
    }

    /** Its first message that waits. There must be one. */
    long first() {
        return firstIsEarly() ? early.first() : rising.first();
    }

    private boolean firstIsEarly() {
        return !early.isEmpty() && (rising.isEmpty() || early.first() < rising.first());
    }

    void removeFirst() {
        if (firstIsEarly()) {
            early.removeFirst();
        } else {
            rising.removeFirst();
        }
    }

    /** One more message that waits; returns how many bytes that took. */
    int add(long offset) {
        return rising.endsBefore(offset) ? rising.add(offset) : early.add(offset);
    }

    void clear() {
        rising.clear();
        early.clear();
    }
}
