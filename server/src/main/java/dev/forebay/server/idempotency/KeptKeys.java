package dev.forebay.server.idempotency;

import dev.forebay.httpapi.IdempotencyKeys.Answer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that are remembered, oldest first, within bounds of number, bytes and age. */
final class KeptKeys {
    private static final int MOST = 20_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final long OLDEST_MILLIS = 86_400_000;

    /** What a key costs beside its answer. */
    private static final int OVERHEAD = 256;

    private final Map<String, Kept> keys = new LinkedHashMap<>();
    private long bytes;

    /** One request. */
    static final class Kept {
        final String request;
        final long at;
        final long offset;

        /** Of this run: not begun before the server last stopped. */
        final boolean fresh;

        @Nullable Answer answer;

        Kept(String request, long at, long offset, boolean fresh) {
            this.request = request;
            this.at = at;
            this.offset = offset;
            this.fresh = fresh;
        }

        private long bytes() {
            Answer known = answer;
            return known == null
                    ? OVERHEAD
                    : OVERHEAD + (long) known.body().length + known.lines().length;
        }
    }

    @Nullable Kept get(String key) {
        return keys.get(key);
    }

    void put(String key, Kept kept) {
        remove(key);
        keys.put(key, kept);
        bytes += kept.bytes();
    }

    void answer(String key, Answer answer) {
        Kept kept = keys.get(key);
        if (kept != null) {
            bytes -= kept.bytes();
            kept.answer = answer;
            bytes += kept.bytes();
        }
    }

    void remove(String key) {
        Kept kept = keys.remove(key);
        if (kept != null) {
            bytes -= kept.bytes();
        }
    }

    /** Forgets what is too old or too much. */
    void trim(long now) {
        Iterator<Kept> oldest = keys.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            boolean tooMuch = keys.size() > MOST || bytes > MOST_BYTES;
            if (!tooMuch && now - kept.at <= OLDEST_MILLIS) {
                return;
            }
            bytes -= kept.bytes();
            oldest.remove();
        }
    }

    /** Where in the stream the oldest one begins; {@code otherwise} when there is none. */
    long firstOffset(long otherwise) {
        Iterator<Kept> oldest = keys.values().iterator();
        return oldest.hasNext() ? oldest.next().offset : otherwise;
    }
}
