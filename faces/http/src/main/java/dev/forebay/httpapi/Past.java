package dev.forebay.httpapi;

import java.util.HashMap;
import java.util.List;
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

    private final Track<Sampling.Look> total = new Track<>(Series.SERVER);
    private final Map<String, QueueTrack> queues = new HashMap<>();

    /** One history with both steps. */
    private static final class Track<T> {
        private final Series<T> fine;
        private final Series<T> coarse;

        Track(List<Series.Line<T>> lines) {
            fine = new Series<>(lines, STEP, POINTS);
            coarse = new Series<>(lines, LONG_STEP, LONG_POINTS);
        }

        void add(long tick, long wall, T seen) {
            fine.add(wall, seen);
            if (tick % (LONG_STEP / STEP) == 0) {
                coarse.add(wall, seen);
            }
        }

        Series<T> series(int step) {
            return step == STEP ? fine : coarse;
        }
    }

    /** Of a queue, which may have nothing to tell. */
    private static final class QueueTrack {
        private final Track<Figures> track = new Track<>(Series.QUEUE);
        private int quiet;

        void add(long tick, long wall, Figures figures) {
            track.add(tick, wall, figures);
            quiet = figures.isQuiet() ? quiet + 1 : 0;
        }

        boolean hasNothingToTell() {
            return quiet > POINTS;
        }
    }

    void add(Sampling.Look look) {
        total.add(look.number(), look.wall(), look);
        queues.entrySet()
                .removeIf(entry ->
                        !look.each().containsKey(entry.getKey())
                                || entry.getValue().hasNothingToTell());
        look.each().forEach((name, standing) -> add(look, name, standing.figures()));
    }

    private void add(Sampling.Look look, String name, Figures figures) {
        QueueTrack track = queues.get(name);
        if (track == null && !figures.isQuiet() && queues.size() < MOST_QUEUES) {
            track = new QueueTrack();
            queues.put(name, track);
        }
        if (track != null) {
            track.add(look.number(), look.wall(), figures);
        }
    }

    Series<Sampling.Look> of(int step) {
        return total.series(step);
    }

    /** Empty when the queue was quiet, or too many others are busy. */
    Optional<Series<Figures>> of(String queue, int step) {
        return Optional.ofNullable(queues.get(queue)).map(one -> one.track.series(step));
    }
}
