package dev.forebay.engine;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender hands over and a consumer gets back, byte for byte.
 *
 * @param key orders and spreads messages; null for none. From position to limit, read through
 *     {@code duplicate()} like all buffers here
 * @param headers in the sender's order; names that begin with {@code forebay-} are the engine's
 * @param body from position to limit
 */
public record Message(@Nullable ByteBuffer key, List<Header> headers, ByteBuffer body) {
    /** In bytes: no queue takes more, a body of 128 MiB and what stands beside it. */
    public static final int LARGEST = 129 << 20;
}
