package dev.forebay.engine.core;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a message's key, to be looked up by. */
final class Key {
    static final Key ONLY = new Key(new byte[0]);

    private final byte[] bytes;
    private final int hash;

    private Key(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    static Key of(ByteBuffer key) {
        byte[] bytes = new byte[key.remaining()];
        key.get(key.position(), bytes);
        return new Key(bytes);
    }

    int sizeBytes() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
