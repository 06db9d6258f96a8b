package dev.forebay.access.login;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast one may be wrong: each failure of one name from one address doubles the wait before the
 * next try of that name from there; an address that is wrong about many names waits as well, at a
 * tenth of the pace, except with names that were right from there. Other names and addresses are
 * not held up. Bounded; thread-safe.
 */
public final class Failures {
    private static final int FREE = 2;
    private static final int FREE_OF_ADDRESS = 20;
    private static final long FIRST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 30_000;
    private static final long FORGIVEN_MILLIS = 15 * 60_000;
    private static final int MOST = 20_000;

    private final Map<String, Count> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > MOST;
                }
            };

    private static final class Count {
        private int failures;
        private long last;
        private long until;
        private boolean trusted;
    }

    /**
     * How long from now the next try has to wait; 0 for not at all.
     *
     * @param now any clock that does not go back, in ms
     */
    public synchronized long waitMillis(String address, String name, long now) {
        Count own = counts.get(pair(address, name));
        boolean trusted = own != null && own.trusted;
        return Math.max(left(own, now), trusted ? 0 : left(counts.get(address), now));
    }

    private static long left(@Nullable Count count, long now) {
        return count == null ? 0 : Math.max(0, count.until - now);
    }

    /** Notes a wrong try; answers how long the next one has to wait. */
    public synchronized long failed(String address, String name, long now) {
        long own = count(pair(address, name), FREE, now);
        return Math.max(own, count(address, FREE_OF_ADDRESS, now));
    }

    private long count(String key, int free, long now) {
        Count count = counts.computeIfAbsent(key, _ -> new Count());
        if (now - count.last > FORGIVEN_MILLIS) {
            count.failures = 0;
        }
        count.failures++;
        count.last = now;
        int beyond = count.failures - free;
        long wait =
                beyond <= 0 ? 0 : Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(beyond - 1, 7));
        count.until = now + wait;
        return wait;
    }

    /** Notes a right try: the name is trusted from this address again. */
    public synchronized void succeeded(String address, String name) {
        Count own = new Count();
        own.trusted = true;
        counts.put(pair(address, name), own);
    }

    public synchronized int size() {
        return counts.size();
    }

    /** Names come from strangers: only their first characters are kept. */
    private static String pair(String address, String name) {
        return address + "\n" + (name.length() <= 64 ? name : name.substring(0, 64));
    }
}
