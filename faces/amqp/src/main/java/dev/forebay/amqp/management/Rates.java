package dev.forebay.amqp.management;

import dev.forebay.amqp.management.Row.Members;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueStats;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast counters rise: between the looks that somebody takes at them, at least {@value
 * #LEAST_MILLIS} ms apart. Keeps {@value #MOST} queues, those looked at last. On the lane.
 */
final class Rates {
    private static final long LEAST_MILLIS = 1_000;
    private static final int MOST = 10_000;
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
     * Counters that only rise, but for those of messages.
     *
     * @param ready messages ready
     * @param unacked messages with consumers
     */
    record Counts(long published, long delivered, long acked, long ready, long unacked) {
        static final Counts NOTHING = new Counts(0, 0, 0, 0, 0);

        static Counts of(QueueStats stats) {
            return new Counts(
                    stats.sent(),
                    stats.leasesGiven(),
                    stats.acked(),
                    stats.ready(),
                    stats.leased());
        }

        Counts plus(Counts other) {
            return new Counts(
                    published + other.published,
                    delivered + other.delivered,
                    acked + other.acked,
                    ready + other.ready,
                    unacked + other.unacked);
        }

        long messages() {
            return ready + unacked;
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
                    .and(depth("messages", now.messages(), before.messages()))
                    .and(depth("messages_ready", now.ready(), before.ready()))
                    .and(depth("messages_unacknowledged", now.unacked(), before.unacked()));
        }

        /** The member message_stats; empty when nothing ever happened. */
        @Nullable Map<String, @Nullable Object> traffic() {
            if (now.published() == 0 && now.delivered() == 0 && now.acked() == 0) {
                return null;
            }
            return new Members()
                    .and(depth("publish", now.published(), before.published()))
                    .and(depth("deliver_get", now.delivered(), before.delivered()))
                    .and(depth("ack", now.acked(), before.acked()))
                    .all();
        }

        private Members depth(String name, long after, long earlier) {
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
     * @param id the number of a queue, or the name of something else
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
