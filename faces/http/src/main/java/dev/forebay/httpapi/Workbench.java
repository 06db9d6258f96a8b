package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.LeaseTokens;
import io.netty.buffer.ByteBuf;

/** What one thread keeps at hand for all requests it works on. Not thread-safe. */
final class Workbench {
    private static final int KEPT_BYTES = 64 * 1024;

    private final LeaseTokens tokens;
    private final byte[] scratch = new byte[KEPT_BYTES];

    Workbench(byte[] key) {
        this.tokens = new LeaseTokens(key);
    }

    LeaseTokens tokens() {
        return tokens;
    }

    /** The bytes from index 0 of an array, which is valid until the next call unless large. */
    byte[] bytes(ByteBuf body) {
        int length = body.readableBytes();
        byte[] bytes = length <= KEPT_BYTES ? scratch : new byte[length];
        body.getBytes(body.readerIndex(), bytes, 0, length);
        return bytes;
    }
}
