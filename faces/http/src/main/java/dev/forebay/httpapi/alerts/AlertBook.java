package dev.forebay.httpapi.alerts;

import dev.forebay.httpapi.alerts.AlertListener.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All alerts: those that last, a bounded number of those that ended, and what is silenced. Told
 * once a round of everything that is seen; makes alerts begin and end, and tells a listener. On the
 * lane.
 */
public final class AlertBook {
    /** What can be bad at once; what is beyond is not told of until others have ended. */
    private static final int MOST_LASTING = 1_000;

    private static final int MOST_ENDED = 200;
    private static final int MOST_SILENCED = 1_000;

    private final AlertListener listener;
    private final StorageRules disk = new StorageRules();
    private final Map<Key, Matter> matters = new LinkedHashMap<>();
    private final Deque<Alert> ended = new ArrayDeque<>();
    private final Map<Key, Long> silences = new HashMap<>();
    private long number;
    private long version;
    private long round;
    private long now;
    private long wall;

    private int leftOut;

    /** What an alert is about; there is one of a kind at a time. */
    record Key(AlertKind kind, String queue) {
        static Key of(Alert alert) {
            return new Key(alert.kind(), alert.queue());
        }
    }

    public AlertBook(AlertListener listener) {
        this.listener = listener;
    }

    /**
     * Begins a round.
     *
     * @param now engine time in ms
     * @param wall wall-clock ms
     */
    public void begin(long now, long wall) {
        this.now = now;
        this.wall = wall;
        round++;
        leftOut = 0;
        silences.values().removeIf(until -> until <= wall);
    }

    /** Looks at a queue. One that is not looked at in a round has nothing that is bad. */
    public void see(QueueSight sight) {
        QueueRules.judge(sight)
                .forEach((kind, verdict) -> judge(new Key(kind, sight.queue()), verdict));
    }

    /** Looks at the disk and the log. */
    public void see(StorageSight sight) {
        judge(new Key(AlertKind.STORAGE, ""), StorageRules.storage(sight));
        judge(new Key(AlertKind.DISK_FILLING, ""), disk.disk(sight, now));
    }

    /**
     * Ends the round.
     *
     * @param queues names of all that there are
     */
    public void end(Set<String> queues) {
        for (Map.Entry<Key, Matter> entry : List.copyOf(matters.entrySet())) {
            Key key = entry.getKey();
            Matter matter = entry.getValue();
            if (!key.queue().isEmpty() && matter.judged != round) {
                if (queues.contains(key.queue())) {
                    good(key, matter);
                } else {
                    over(key, matter);
                }
            }
        }
        matters.forEach(this::tellIfNotYet);
    }

    private void judge(Key key, Verdict verdict) {
        Matter matter = matters.get(key);
        switch (verdict) {
            case Verdict.Bad bad -> {
                if (matter != null) {
                    bad(key, matter, bad);
                } else if (matters.size() < MOST_LASTING) {
                    Matter begun = new Matter(now);
                    matters.put(key, begun);
                    bad(key, begun, bad);
                } else {
                    leftOut++;
                }
            }
            case Verdict.Between _ -> {
                if (matter != null) {
                    between(key, matter);
                }
            }
            case Verdict.Good _ -> {
                if (matter != null) {
                    good(key, matter);
                }
            }
        }
    }

    private void bad(Key key, Matter matter, Verdict.Bad bad) {
        matter.judged = round;
        matter.goodSince = Matter.NOT_GOOD;
        Alert alert = matter.alert;
        if (alert == null) {
            if (now - matter.badSince >= key.kind().beginAfterMillis()) {
                version++;
                matter.alert =
                        new Alert(
                                ++number,
                                key.kind(),
                                bad.severity(),
                                key.queue(),
                                wall,
                                Alert.LASTS,
                                0,
                                bad.summary().get());
            }
        } else if (alert.severity() != bad.severity()) {
            Alert changed = alert.become(bad.severity(), bad.summary().get());
            version++;
            matter.alert = changed;
            if (matter.told && !silences.containsKey(key)) {
                listener.told(Turn.CHANGED, changed);
            }
        }
    }

    private void between(Key key, Matter matter) {
        matter.judged = round;
        matter.goodSince = Matter.NOT_GOOD;
        if (matter.alert == null) {
            matters.remove(key);
        }
    }

    private void good(Key key, Matter matter) {
        matter.judged = round;
        if (matter.goodSince == Matter.NOT_GOOD) {
            matter.goodSince = now;
        }
        if (matter.alert == null || now - matter.goodSince >= key.kind().endAfterMillis()) {
            over(key, matter);
        }
    }

    private void over(Key key, Matter matter) {
        matters.remove(key);
        Alert alert = matter.alert;
        if (alert != null) {
            Alert last = alert.ended(wall);
            version++;
            keepEnded(last);
            // Though it is silenced: who heard of its begin waits for its end.
            if (matter.told) {
                listener.told(Turn.ENDED, last);
            }
        }
    }

    private void keepEnded(Alert alert) {
        if (ended.size() == MOST_ENDED) {
            ended.remove();
        }
        ended.add(alert);
    }

    /** Also of what was silenced when it began, and lasts. */
    private void tellIfNotYet(Key key, Matter matter) {
        Alert alert = matter.alert;
        if (alert != null && !matter.told && !silences.containsKey(key)) {
            matter.told = true;
            version++;
            listener.told(Turn.BEGAN, alert);
        }
    }

    /** Those that last, then those that ended, the latest first. */
    public Stream<Alert> all() {
        return Stream.concat(lasting(), ended.reversed().stream().map(this::shown));
    }

    /** Those that last. */
    public Stream<Alert> lasting() {
        return matters.values().stream()
                .map(matter -> matter.alert)
                .flatMap(Stream::ofNullable)
                .map(this::shown);
    }

    private Alert shown(Alert alert) {
        return alert.silent(silences.getOrDefault(Key.of(alert), 0L));
    }

    /** One of them, by its number. */
    public Optional<Alert> find(long wanted) {
        return all().filter(alert -> alert.number() == wanted).findFirst();
    }

    /**
     * Has nobody told of an alert, nor of others of its kind about its queue.
     *
     * @param until wall-clock ms; what has passed ends a silence
     * @return false when too many others are silent
     */
    public boolean silence(Alert alert, long until) {
        Key key = Key.of(alert);
        if (until <= wall) {
            silences.remove(key);
        } else if (silences.size() >= MOST_SILENCED && !silences.containsKey(key)) {
            return false;
        } else {
            silences.put(key, until);
        }
        version++;
        return true;
    }

    /** Rises whenever anything of it changes. */
    public long version() {
        return version;
    }

    /** How many more things are bad than there is room for. */
    public int leftOut() {
        return leftOut;
    }

    AlertSnapshot snapshot() {
        List<AlertSnapshot.Lasting> lasting =
                matters.values().stream()
                        .filter(matter -> matter.alert != null)
                        .map(matter ->
                                new AlertSnapshot.Lasting(
                                        Objects.requireNonNull(matter.alert), matter.told))
                        .toList();
        return new AlertSnapshot(number, lasting, List.copyOf(ended), Map.copyOf(silences));
    }

    /** Takes what was kept, before the first round. */
    void restore(AlertSnapshot kept) {
        number = kept.number();
        for (AlertSnapshot.Lasting one : kept.lasting()) {
            Matter matter = new Matter(0);
            matter.alert = one.alert();
            matter.told = one.told();
            matters.put(Key.of(one.alert()), matter);
        }
        ended.addAll(kept.ended());
        silences.putAll(kept.silences());
    }
}
