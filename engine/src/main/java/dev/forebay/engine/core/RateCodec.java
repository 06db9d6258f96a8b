package dev.forebay.engine.core;

import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.util.Optional;

/** Rate limits in the catalog. A burst of 0 stands for no limit. */
final class RateCodec {
    private RateCodec() {}

    static void write(ByteSink sink, RateLimits limits) {
        write(sink, limits.sending());
        write(sink, limits.sendingPerKey());
        write(sink, limits.sendingPerClient());
        write(sink, limits.delivery());
        write(sink, limits.deliveryPerClient());
    }

    static RateLimits read(ByteSource source) {
        Optional<RateLimit> sending = readOne(source);
        Optional<RateLimit> sendingPerKey = readOne(source);
        Optional<RateLimit> sendingPerClient = readOne(source);
        Optional<RateLimit> delivery = readOne(source);
        return new RateLimits(sending, sendingPerKey, sendingPerClient, delivery, readOne(source));
    }

    private static void write(ByteSink sink, Optional<RateLimit> limit) {
        sink.putVarint(limit.map(RateLimit::burst).orElse(0));
        limit.ifPresent(rate -> sink.putVarint(Double.doubleToLongBits(rate.perSecond())));
    }

    private static Optional<RateLimit> readOne(ByteSource source) {
        int burst = source.getInt();
        return burst == 0
                ? Optional.empty()
                : Optional.of(new RateLimit(Double.longBitsToDouble(source.getVarint()), burst));
    }
}
