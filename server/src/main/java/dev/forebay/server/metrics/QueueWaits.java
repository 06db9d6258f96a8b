package dev.forebay.server.metrics;

import dev.forebay.engine.EngineClock;
import dev.forebay.httpapi.ServerView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * How long messages of each queue waited for their first delivery, over the last ten minutes: of
 * the two hundred queues that delivered last, about 6 KB each. On the lane.
 */
final class QueueWaits {
    static final int MOST_QUEUES = 200;
    static final int COLUMNS = 120;
    static final long STEP_MILLIS = 5_000;

    /** In ms; beyond the last is one more bucket. */
    private static final long[] BOUNDS = {
        1, 5, 20, 100, 500, 2_000, 10_000, 60_000, 300_000, 1_800_000, 14_400_000
    };

    private static final int BUCKETS = BOUNDS.length + 1;
    private static final float LOAD = 0.75f;

    /** By their last delivery, the oldest first. */
    private final LinkedHashMap<String, Heat> queues = new LinkedHashMap<>(1, LOAD, true);

    private String lastQueue = "";
    private Heat last = new Heat();

    /** A ring of columns; what was not written for a round is empty. */
    private static final class Heat {
        private final int[][] counts = new int[COLUMNS][BUCKETS];
        private final long[] numbers = new long[COLUMNS];

        int[] column(long number) {
            int at = (int) (number % COLUMNS);
            if (numbers[at] != number) {
                numbers[at] = number;
                counts[at] = new int[BUCKETS];
            }
            return counts[at];
        }
    }

    /**
     * A message was delivered for the first time.
     *
     * @param now engine time in ms
     */
    void add(String queue, long waitedMillis, long now) {
        if (!queue.equals(lastQueue)) {
            last = heat(queue);
            lastQueue = queue;
        }
        last.column(number(now))[bucket(waitedMillis)]++;
    }

    private Heat heat(String queue) {
        Heat known = queues.get(queue);
        if (known != null) {
            return known;
        }
        if (queues.size() == MOST_QUEUES) {
            queues.pollFirstEntry();
        }
        Heat added = new Heat();
        queues.put(queue, added);
        return added;
    }

    /** Numbers begin at 1, so that a new ring has no column. */
    private static long number(long now) {
        return now / STEP_MILLIS + 1;
    }

    private static int bucket(long millis) {
        int bucket = 0;
        while (bucket < BOUNDS.length && millis > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Those of one queue, up to the present column. */
    ServerView.Waits of(String queue, EngineClock clock) {
        List<Long> bounds = Arrays.stream(BOUNDS).boxed().toList();
        long end = number(clock.now());
        long lastAt = clock.wall() - clock.now() % STEP_MILLIS;
        Heat heat = queues.get(queue);
        if (heat == null) {
            return new ServerView.Waits(STEP_MILLIS, lastAt, bounds, List.of());
        }
        List<List<Long>> columns = new ArrayList<>(COLUMNS);
        for (long number = Math.max(1, end - COLUMNS + 1); number <= end; number++) {
            columns.add(shown(heat.column(number)));
        }
        return new ServerView.Waits(STEP_MILLIS, lastAt, bounds, columns);
    }

    private static List<Long> shown(int[] counts) {
        List<Long> shown = new ArrayList<>(counts.length);
        for (int count : counts) {
            shown.add((long) count);
        }
        return shown;
    }
}
