package dev.forebay.cli.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A queue in memory with leases and a dead-letter queue, for a loopback server. Its methods are
 * called by many threads.
 */
final class MemoryQueue {
    private static final class Entry {
        final String body;
        long visibleAt;
        int receives;

        Entry(String body) {
            this.body = body;
        }
    }

    record Given(String handle, String body, int receives) {}

    private final Map<Long, Entry> entries = new TreeMap<>();
    private final long leaseNanos;
    private final Optional<MemoryQueue> letters;
    private final int mostReceives;
    private long next;
    private long stored;
    private long ended;

    MemoryQueue(long leaseNanos, Optional<MemoryQueue> letters, int mostReceives) {
        this.leaseNanos = leaseNanos;
        this.letters = letters;
        this.mostReceives = mostReceives;
    }

    synchronized void send(String body) {
        entries.put(next++, new Entry(body));
        stored++;
    }

    synchronized List<Given> receive(long now, int most) {
        buryTheDead(now);
        List<Given> given = new ArrayList<>();
        for (Map.Entry<Long, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            if (given.size() < most && entry.visibleAt <= now) {
                entry.receives++;
                entry.visibleAt = now + leaseNanos;
                given.add(new Given(String.valueOf(each.getKey()), entry.body, entry.receives));
            }
        }
        return given;
    }

    synchronized void delete(String handle) {
        if (entries.remove(Long.parseLong(handle)) != null) {
            ended++;
        }
    }

    synchronized void release(String handle) {
        Optional.ofNullable(entries.get(Long.parseLong(handle)))
                .ifPresent(entry -> entry.visibleAt = Long.MIN_VALUE);
    }

    /** Forgets the newest message, as a bad server might. */
    synchronized void lose() {
        entries.keySet().stream().max(Comparator.naturalOrder()).ifPresent(entries::remove);
    }

    synchronized long depth() {
        return entries.size();
    }

    synchronized String metrics(String name) {
        return """
        forebay_queue_ready{queue="%1$s"} %2$d
        forebay_messages_accepted_total{queue="%1$s"} %3$d
        forebay_messages_settled_total{outcome="acked",queue="%1$s"} %4$d
        """
                .formatted(name, entries.size(), stored, ended);
    }

    private void buryTheDead(long now) {
        letters.ifPresent(grave ->
                entries.values()
                        .removeIf(entry -> {
                            boolean dead = entry.receives >= mostReceives && entry.visibleAt <= now;
                            if (dead) {
                                grave.send(entry.body);
                                ended++;
                            }
                            return dead;
                        }));
    }
}
