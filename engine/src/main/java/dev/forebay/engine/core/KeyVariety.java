package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a partition has ever held messages of more than one key; those without a key have one
 * together. While it has not, there is nobody to be fair to, and nothing is looked through.
 */
final class KeyVariety {
    private static final int NOTHING = 0;
    private static final int ONE = 1;
    private static final int VARIED = 2;
    private static final int KEYLESS = 0;

    private int seen = NOTHING;
    private int first;

    boolean isVaried() {
        return seen == VARIED;
    }

    /** A message with this key is sent, or was found. */
    void note(@Nullable ByteBuffer key) {
        if (seen != VARIED) {
            see(key == null ? KEYLESS : key.hashCode());
        }
    }

    private void see(int hash) {
        if (seen == NOTHING) {
            seen = ONE;
            first = hash;
        } else if (hash != first) {
            seen = VARIED;
        }
    }

    void write(ByteSink sink) {
        sink.putByte(seen);
        sink.putVarint(first & 0xFFFFFFFFL);
    }

    /** Adds what was written to what was noted since. */
    void read(ByteSource source) {
        int known = source.getByte();
        int hash = (int) source.getVarint();
        if (known == VARIED) {
            seen = VARIED;
        } else if (known == ONE && seen != VARIED) {
            see(hash);
        }
    }
}
