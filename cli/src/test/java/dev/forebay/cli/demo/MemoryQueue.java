package dev.forebay.cli.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A queue in memory with leases, a breaker and a dead-letter queue, for a loopback server. Its
 * methods are called by many threads.
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
    private int failuresToOpen = Integer.MAX_VALUE;
    private long pauseNanos;
    private int failures;
    private long heldUntil = Long.MIN_VALUE;
    private boolean probing;
    private String cause = "";
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
        if (isHeldBack() && (probing || now < heldUntil)) {
            return List.of();
        }
        probing = isHeldBack();
        int room = probing ? 1 : most;
        List<Given> given = new ArrayList<>();
        for (Map.Entry<Long, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            if (given.size() < room && entry.visibleAt <= now) {
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
            failures = 0;
            probing = false;
        }
    }

    /** After so many failures without an ack nothing is given out for a while, then one message. */
    synchronized void breaker(int newFailures, long newPauseNanos) {
        failuresToOpen = newFailures;
        pauseNanos = newPauseNanos;
    }

    /** An attempt that the breaker saw fail counts for nothing. */
    synchronized void release(String handle, String reason, long now, long delayNanos) {
        Entry entry = entries.get(Long.parseLong(handle));
        if (entry == null) {
            return;
        }
        entry.visibleAt = now + delayNanos;
        failures = reason.equals(cause) ? failures + 1 : 1;
        cause = reason;
        if (isHeldBack()) {
            entry.receives--;
            heldUntil = now + pauseNanos;
            probing = false;
        }
    }

    /** Why nothing is given out. */
    synchronized Optional<String> heldBack() {
        return isHeldBack() ? Optional.of("the last attempts failed: " + cause) : Optional.empty();
    }

    private boolean isHeldBack() {
        return failures >= failuresToOpen;
    }

    /** Moves a message to the dead-letter queue at once, as a bad server might. */
    synchronized void giveUp(String handle) {
        Optional.ofNullable(entries.remove(Long.parseLong(handle)))
                .ifPresent(entry -> {
                    letters.ifPresent(grave -> grave.send(entry.body));
                    ended++;
                });
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
