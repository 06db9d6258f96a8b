package dev.forebay.sqs;

import dev.forebay.sqs.codec.Digests;
import io.netty.buffer.ByteBuf;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What one thread keeps at hand for all requests it works on. Not thread-safe. */
final class Workbench {
    private static final int KEPT_BYTES = 64 * 1024;

    private final Digests digests = new Digests();
    private final ReceiptHandles handles;
    private final RandomGenerator random;
    private final byte[] scratch = new byte[KEPT_BYTES];

    Workbench(byte[] receiptKey, RandomGenerator random) {
        this.handles = new ReceiptHandles(receiptKey);
        this.random = random;
    }

    Digests digests() {
        return digests;
    }

    ReceiptHandles handles() {
        return handles;
    }

    /** An id for a request, to find it again in logs. Not a secret. */
    String requestId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The bytes from index 0 of an array, which is valid until the next call unless large. */
    byte[] bytes(ByteBuf body) {
        int length = body.readableBytes();
        byte[] bytes = length <= KEPT_BYTES ? scratch : new byte[length];
        body.getBytes(body.readerIndex(), bytes, 0, length);
        return bytes;
    }
}
