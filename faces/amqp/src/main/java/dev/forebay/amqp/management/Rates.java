package dev.forebay.amqp.management;

import dev.forebay.amqp.management.Row.Members;
import dev.forebay.amqp.traffic.Deed;
import dev.forebay.amqp.traffic.Tally;
import dev.forebay.engine.EngineClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How fast counters rise: between the looks that somebody takes at them, at least {@value
 * #LEAST_MILLIS} ms apart. Keeps {@value #MOST} things, those looked at last. On the lane.
 */
final class Rates {
    private static final long LEAST_MILLIS = 1_000;
    private static final int MOST = 20_000;
    private static final double MILLIS = 1_000.0;

    private final EngineClock clock;
    private final Map<Object, Track> tracks =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Object, Track> eldest) {
                    return size() > MOST;
                }
            };

    Rates(EngineClock clock) {
        this.clock = clock;
    }

    /**
     * What is looked at.
     *
     * @param ready messages ready
     * @param unacked messages with consumers
     * @param delayed messages that wait for their delay or retry
     * @param traffic what was done with them
     */
    record Counts(long ready, long unacked, long delayed, Tally traffic) {
        static final Counts NOTHING = of(Tally.NOTHING);

        /** Of what holds no messages. */
        static Counts of(Tally traffic) {
            return new Counts(0, 0, 0, traffic);
        }

        Counts plus(Counts other) {
            return new Counts(
                    ready + other.ready,
                    unacked + other.unacked,
                    delayed + other.delayed,
                    traffic.plus(other.traffic));
        }

        long messages() {
            return ready + unacked + delayed;
        }
    }

    /**
     * Counts with their pace.
     *
     * @param unchangedSince wall-clock ms since which no look saw a change; 0 when the last did
     */
    record Look(Counts now, Counts before, double seconds, long unchangedSince) {
        /** Members about messages, as queues, virtual hosts and the overview have them. */
        Members depth() {
            return new Members()
                    .and(paced("messages", now.messages(), before.messages()))
                    .and(paced("messages_ready", now.ready(), before.ready()))
                    .and(paced("messages_unacknowledged", now.unacked(), before.unacked()));
        }

        /** The member message_stats with these deeds; nothing when none of them was ever done. */
        Members traffic(Set<Deed> told) {
            if (told.stream().allMatch(deed -> now.traffic().of(deed) == 0)) {
                return new Members();
            }
            Members stats = new Members();
            for (Deed deed : told) {
                stats.and(paced(deed.word(), now.traffic().of(deed), before.traffic().of(deed)));
            }
            return Members.of("message_stats", stats.all());
        }

        /** The member idle_since; nothing when something happened since the look before. */
        Members idleSince() {
            return unchangedSince == 0
                    ? new Members()
                    : Members.of("idle_since", Instant.ofEpochMilli(unchangedSince).toString());
        }

        private Members paced(String name, long after, long earlier) {
            double rate = seconds <= 0 ? 0 : Math.round((after - earlier) / seconds * 10) / 10.0;
            return Members.of(name, after).and(name + "_details", Members.of("rate", rate).all());
        }
    }

    /** Two looks: rates are between the older one and now. */
    private static final class Track {
        private Counts older = Counts.NOTHING;
        private long olderAt;
        private Counts newer = Counts.NOTHING;
        private long newerAt;
        private long unchangedSince;
    }

    /**
     * Looks at counters.
     *
     * @param id the number of a queue, or what else tells one thing from all others
     */
    Look look(Object id, Counts now) {
        long at = clock.now();
        Track track = tracks.get(id);
        if (track == null) {
            track = new Track();
            track.older = now;
            track.olderAt = at;
            track.newer = now;
            track.newerAt = at;
            track.unchangedSince = clock.wall();
            tracks.put(id, track);
        }
        if (!now.equals(track.newer)) {
            track.unchangedSince = 0;
        } else if (track.unchangedSince == 0) {
            track.unchangedSince = clock.wall();
        }
        if (at - track.newerAt >= LEAST_MILLIS) {
            track.older = track.newer;
            track.olderAt = track.newerAt;
            track.newer = now;
            track.newerAt = at;
        }
        return new Look(now, track.older, (at - track.olderAt) / MILLIS, track.unchangedSince);
    }
}
