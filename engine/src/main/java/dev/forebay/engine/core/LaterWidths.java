package dev.forebay.engine.core;

/**
 * How long the stretches of time are into which scheduled messages are sorted: the further away the
 * longer, so that a queue has a few hundred of them at most, and none is divided more than four
 * times until it is due. All in ms, in terms of the least delay that counts as scheduled; with a
 * minute these are 5 s, 5 min, 2 h, 2 d and 60 d.
 */
final class LaterWidths {
    /** A run is divided into no more than so many. */
    private static final int MOST_PARTS = 64;

    /** A run with too many messages is divided into at least so many. */
    private static final int LEAST_PARTS = 16;

    static final long NEVER = Long.MIN_VALUE;

    private final long[] widths;

    /** Up to so far away the width of the same index holds. */
    private final long[] reaches;

    LaterWidths(long laterMillis) {
        long unit = laterMillis;
        widths =
                new long[] {
                    Math.max(1, unit / 12), 5 * unit, 120 * unit, 2_880 * unit, 86_400 * unit
                };
        reaches = new long[] {10 * unit, 240 * unit, 5_760 * unit, 172_800 * unit, Long.MAX_VALUE};
    }

    /** The width of a new run so far away. */
    long of(long away) {
        int index = 0;
        while (away > reaches[index]) {
            index++;
        }
        return widths[index];
    }

    /** The width of a part of a run. */
    long ofPart(LaterRun.Range whole, long away) {
        long least = Math.ceilDiv(whole.width(), MOST_PARTS);
        long most = Math.max(1, whole.width() / LEAST_PARTS);
        return Math.min(Math.max(of(away), least), Math.max(least, most));
    }

    /** Wall-clock time from which on the run is too wide, or {@link #NEVER} when it never is. */
    long tooWideFrom(LaterRun.Range range) {
        long at = NEVER;
        for (int index = 0; index < widths.length && range.width() > widths[index]; index++) {
            at = range.to() - reaches[index];
        }
        return at;
    }

    boolean isTooWide(LaterRun.Range range, long wall) {
        long from = tooWideFrom(range);
        return from != NEVER && wall >= from && wall < range.to();
    }

    /** So long before its first message is due a run with too many messages is divided. */
    long lead() {
        return reaches[0];
    }
}
