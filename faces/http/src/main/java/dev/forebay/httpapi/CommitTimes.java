package dev.forebay.httpapi;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long the commits of the last ten seconds took, by buckets that only ever fill. On the lane.
 */
final class CommitTimes {
    private static final int LOOKS = 10;
    private static final double MILLIS_PER_SECOND = 1_000.0;

    /** Shown times are rounded to it. */
    private static final double PER_MILLI = 100.0;

    private final Deque<ServerView.Buckets> looks = new ArrayDeque<>(LOOKS + 1);

    /** Takes note of the counts as they are now. */
    void add(ServerView.Buckets now) {
        looks.add(now);
        if (looks.size() > LOOKS + 1) {
            looks.remove();
        }
    }

    /**
     * The time in ms that the share of commits did not exceed, by even steps within a bucket; 0
     * when there were none.
     *
     * @param share above 0, at most 1
     */
    double millis(double share) {
        if (looks.isEmpty()) {
            return 0;
        }
        ServerView.Buckets first = looks.getFirst();
        ServerView.Buckets last = looks.getLast();
        double left = share * (total(last) - total(first));
        if (left <= 0) {
            return 0;
        }
        double from = 0;
        for (int i = 0; i < last.bounds().size(); i++) {
            long count = last.counts().get(i) - first.counts().get(i);
            double to = last.bounds().get(i);
            if (count >= left) {
                return rounded(from + (to - from) * left / count);
            }
            left -= count;
            from = to;
        }
        return rounded(from);
    }

    private static long total(ServerView.Buckets buckets) {
        return buckets.counts().stream().mapToLong(Long::longValue).sum();
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * MILLIS_PER_SECOND * PER_MILLI) / PER_MILLI;
    }
}
