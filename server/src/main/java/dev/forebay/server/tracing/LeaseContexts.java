package dev.forebay.server.tracing;

import dev.forebay.engine.LeaseId;
import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The traces of messages that are with consumers, so that a settlement, which names a lease alone,
 * finds its own. Bounded: beyond that the oldest are forgotten, and their settlements leave no
 * span. On the lane.
 */
final class LeaseContexts {
    /** Together about 5 MB. */
    static final int MOST = 20_000;

    private record Key(String queue, LeaseId lease) {}

    private final Map<Key, SpanContext> contexts =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, SpanContext> eldest) {
                    return size() > MOST;
                }
            };

    void keep(String queue, LeaseId lease, SpanContext context) {
        contexts.put(new Key(queue, lease), context);
    }

    /** The trace of a lease that goes on; null where none is known. */
    @Nullable SpanContext of(String queue, LeaseId lease) {
        return contexts.get(new Key(queue, lease));
    }

    /** The trace of a lease that ends; null where none is known. */
    @Nullable SpanContext take(String queue, LeaseId lease) {
        return contexts.remove(new Key(queue, lease));
    }
}
