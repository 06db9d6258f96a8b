package dev.forebay.log.embedded;

import static java.util.stream.Collectors.joining;

import dev.forebay.log.Damage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All damage known, each once. Safe for any thread. */
final class DamageList {
    private static final Logger LOG = LoggerFactory.getLogger(DamageList.class);
    private static final int STREAMS_NAMED = 3;

    private final Set<Damage> damages = new LinkedHashSet<>();
    private final LogListener listener;

    DamageList(LogListener listener) {
        this.listener = listener;
    }

    /** What happened at one place, whichever streams lost something by it. */
    private record Event(String file, long position, String detail) {
        static Event of(Damage damage) {
            return new Event(damage.file(), damage.position(), damage.detail());
        }
    }

    void add(Damage damage) {
        addAll(List.of(damage));
    }

    /** What was found together: a frame may cost hundreds of streams something. */
    void addAll(Collection<Damage> found) {
        List<Damage> added = new ArrayList<>();
        synchronized (this) {
            for (Damage damage : found) {
                if (damages.add(damage)) {
                    added.add(damage);
                }
            }
        }
        lines(added).forEach(line -> LOG.error("Damage on disk: {}", line));
        added.forEach(listener::damaged);
    }

    /** One for each event; the whole list is what {@code verify} and the API are for. */
    static List<String> lines(Collection<Damage> damages) {
        Map<Event, List<Damage>> events = new LinkedHashMap<>();
        for (Damage damage : damages) {
            events.computeIfAbsent(Event.of(damage), event -> new ArrayList<>()).add(damage);
        }
        return events.values().stream().map(DamageList::line).toList();
    }

    private static String line(List<Damage> ofOneEvent) {
        Damage first = ofOneEvent.getFirst();
        if (ofOneEvent.size() == 1) {
            return first.toString();
        }
        List<String> streams = ofOneEvent.stream().map(Damage::stream).distinct().toList();
        return "%s at %d, %d bytes, %d ranges of %d streams (%s%s): %s"
                .formatted(
                        first.file(),
                        first.position(),
                        first.length(),
                        ofOneEvent.size(),
                        streams.size(),
                        streams.stream().limit(STREAMS_NAMED).collect(joining(", ")),
                        streams.size() > STREAMS_NAMED ? ", ..." : "",
                        first.detail());
    }

    /** Known holes in streams, which later starts must know of. */
    synchronized List<Damage> losses() {
        return damages.stream()
                .filter(damage -> damage.kind() == Damage.Kind.CORRUPT && damage.firstOffset() >= 0)
                .toList();
    }

    synchronized List<Damage> all() {
        return new ArrayList<>(damages);
    }
}
