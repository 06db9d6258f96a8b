package dev.forebay.log.embedded;

import dev.forebay.log.RetentionRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the segments of a stream that are past their retention, wherever they stand. */
final class StaleSegments {
    private StaleSegments() {}

    /**
     * Whether retention of a segment is over.
     *
     * @param newerBytes bytes that came behind it
     */
    static boolean isPast(Segment segment, long newerBytes, RetentionRule rule) {
        long age = rule.now() - segment.maxTimestamp;
        return age > rule.maxAgeMillis() || newerBytes >= rule.maxBytes();
    }

    /** Those that are whole and on disk, in order. */
    static List<Segment> of(StreamLog log, RetentionRule rule) {
        List<Segment> stale = new ArrayList<>();
        long newer = log.tail.bytes();
        for (int number = log.segments.size() - 1; number >= 0; number--) {
            Segment segment = log.segments.get(number);
            if (isPast(segment, newer, rule) && log.isSettled(number)) {
                stale.add(segment);
            }
            newer += segment.bytes;
        }
        Collections.reverse(stale);
        return stale;
    }
}
