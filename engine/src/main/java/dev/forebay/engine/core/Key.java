package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

    static void write(@Nullable Key key, ByteSink sink) {
        sink.putByte(key == null ? 0 : 1);
        if (key != null) {
            sink.putBytes(key.bytes);
        }
    }

    static @Nullable Key read(ByteSource source) {
        return source.getByte() == 0 ? null : new Key(source.getBytes());
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
