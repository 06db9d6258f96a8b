package dev.forebay.httpapi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of the last ten minutes by the second and of six hours by 15 s: of the server, and of
 * as many queues as there is room for, the first to have been busy. On the lane.
 */
final class Past {
    static final int STEP = 1_000;
    static final int LONG_STEP = 15_000;
    private static final int POINTS = 600;
    private static final int LONG_POINTS = 1_440;

    /** A queue's history takes 64 kB. */
    private static final int MOST_QUEUES = 100;

    private final Track total = new Track();
    private final Map<String, Track> queues = new HashMap<>();

    /** One history with both steps. */
    private static final class Track {
        private final Series fine = new Series(STEP, POINTS);
        private final Series coarse = new Series(LONG_STEP, LONG_POINTS);
        private int quiet;

        void add(long tick, long wall, Figures figures) {
            fine.add(wall, figures);
            if (tick % (LONG_STEP / STEP) == 0) {
                coarse.add(wall, figures);
            }
            quiet = figures.isQuiet() ? quiet + 1 : 0;
        }

        boolean hasNothingToTell() {
            return quiet > POINTS;
        }

        Series series(int step) {
            return step == STEP ? fine : coarse;
        }
    }

    void add(long tick, long wall, Figures all, Map<String, Figures> each) {
        total.add(tick, wall, all);
        queues.entrySet()
                .removeIf(entry ->
                        !each.containsKey(entry.getKey()) || entry.getValue().hasNothingToTell());
        each.forEach((name, figures) -> {
            Track track = queues.get(name);
            if (track == null && !figures.isQuiet() && queues.size() < MOST_QUEUES) {
                track = new Track();
                queues.put(name, track);
            }
            if (track != null) {
                track.add(tick, wall, figures);
            }
        });
    }

    Series of(int step) {
        return total.series(step);
    }

    /** Empty when the queue was quiet, or too many others are busy. */
    Optional<Series> of(String queue, int step) {
        return Optional.ofNullable(queues.get(queue)).map(track -> track.series(step));
    }
}
