package dev.forebay.engine.core;

import dev.forebay.engine.struct.OffsetRuns;
import java.util.Arrays;

/** A key with messages leased, or passed over because of these. */
final class KeyState implements KeyOwner {
    static final long NONE = OffsetRuns.NONE;

    /** Heap of a key without messages, roughly. */
    private static final int OWN_BYTES = 200;

    final Key key;
    final OffsetRuns parked = new OffsetRuns();
    int leased;

    /** Whether it stands in the list of keys that can be leased from. */
    boolean listed;

    /** Failed ones in order. */
    private long[] returned = {};

    KeyState(Key key) {
        this.key = key;
    }

    @Override
    public Key key() {
        return key;
    }

    int ownBytes() {
        return OWN_BYTES + key.sizeBytes() + parked.sizeBytes();
    }

    boolean hasPending() {
        return returned.length > 0 || !parked.isEmpty();
    }

    /** The key's first message that is not leased, or {@link #NONE}. */
    long first() {
        return firstIsReturned() ? returned[0] : parked.first();
    }

    boolean firstIsReturned() {
        return returned.length > 0 && (parked.isEmpty() || returned[0] < parked.first());
    }

    void removeFirst() {
        if (firstIsReturned()) {
            returned = Arrays.copyOfRange(returned, 1, returned.length);
        } else {
            parked.removeFirst();
        }
    }

    void giveBack(long offset) {
        int at = -Arrays.binarySearch(returned, offset) - 1;
        long[] more = new long[returned.length + 1];
        System.arraycopy(returned, 0, more, 0, at);
        more[at] = offset;
        System.arraycopy(returned, at, more, at + 1, returned.length - at);
        returned = more;
    }
}
