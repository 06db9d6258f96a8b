package dev.forebay.log.embedded;

import dev.forebay.log.LogStream;
import dev.forebay.log.StreamName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The streams that callers can name. Safe for any thread. */
final class Registry {
    private final Map<StreamName, EmbeddedStream> byName = new ConcurrentHashMap<>();

    /** Streams that the committer named and the storage task has not seen yet. */
    private final Map<Long, EmbeddedStream> announced = new ConcurrentHashMap<>();

    EmbeddedStream findOrMake(StreamName name, Function<StreamName, EmbeddedStream> maker) {
        return byName.computeIfAbsent(name, maker);
    }

    @Nullable EmbeddedStream find(StreamName name) {
        return byName.get(name);
    }

    @Nullable EmbeddedStream remove(StreamName name) {
        return byName.remove(name);
    }

    /** Forgets the name if it still means this stream. */
    void remove(EmbeddedStream stream) {
        byName.remove(stream.name(), stream);
    }

    void put(EmbeddedStream stream) {
        byName.put(stream.name(), stream);
    }

    void register(EmbeddedStream stream) {
        announced.put(stream.id, stream);
    }

    @Nullable EmbeddedStream takeAnnounced(long id) {
        return announced.remove(id);
    }

    Collection<LogStream> stored() {
        List<LogStream> stored = new ArrayList<>();
        for (EmbeddedStream stream : byName.values()) {
            if (stream.isStored()) {
                stored.add(stream);
            }
        }
        return stored;
    }
}
