package dev.forebay.engine.struct;

import java.util.Arrays;

/**
 * The unsettled messages of a partition by age: spans of consecutive offsets with first and last
 * send time, number and bytes. Spans of 100 ms at first; when there are too many, neighbours that
 * are close together compared with their age become one, so that the age of any message is known to
 * about a thirtieth.
 */
public final class Ages {
    private static final int MOST_SPANS = 256;
    private static final long SPAN_MILLIS = 100;
    private static final int FINENESS = 32;

    private long[] first = {};
    private long[] began = {};
    private long[] ended = {};
    private long[] wall = {};
    private long[] count = {};
    private long[] bytes = {};
    private int from;
    private int to;

    /** A message was sent; offsets and times rise. */
    public void sent(long offset, long time, long wallTime, int size) {
        if (from == to || time - began[to - 1] >= SPAN_MILLIS) {
            begin(offset, time, wallTime);
        }
        int last = to - 1;
        ended[last] = Math.max(ended[last], time);
        count[last]++;
        bytes[last] += size;
    }

    /** A message was settled; -1 when its size is not known: the average of its span is taken. */
    public int settled(long offset, int size) {
        int span = span(offset);
        if (span < 0 || count[span] == 0) {
            return 0;
        }
        long taken = size < 0 ? bytes[span] / count[span] : Math.min(size, bytes[span]);
        count[span]--;
        bytes[span] = count[span] == 0 ? 0 : bytes[span] - taken;
        tidy();
        return (int) taken;
    }

    /** Messages in spans that begin below {@code offset}. */
    public long messagesBelow(long offset) {
        long total = 0;
        for (int span = from; span < to && first[span] < offset; span++) {
            total += count[span];
        }
        return total;
    }

    /**
     * Takes {@code messages} of those below {@code offset} out, oldest first. Some may be put back
     * by {@link #unsettled}; then {@link #tidy}.
     */
    public void settledBelow(long offset, long messages) {
        long left = messages;
        for (int span = from; span < to && left > 0 && first[span] < offset; span++) {
            long taken = Math.min(left, count[span]);
            bytes[span] -=
                    count[span] == 0 ? 0 : Math.round((double) bytes[span] * taken / count[span]);
            count[span] -= taken;
            left -= taken;
        }
    }

    /** Puts back one of those that {@link #settledBelow} took too many. */
    public void unsettled(long offset, int size) {
        int span = Math.max(from, span(offset));
        if (span < to) {
            count[span]++;
            bytes[span] += size;
        }
    }

    /**
     * The offset below which all messages were sent at or before {@code time}; 0 when none were.
     */
    public long endOfSpansUntil(long time, long end) {
        long bound = 0;
        for (int span = from; span < to && ended[span] <= time; span++) {
            bound = span + 1 < to ? first[span + 1] : end;
        }
        return bound;
    }

    /** The offset at which the last span that begins before {@code offset} ends; at least that. */
    public long endOfSpansBelow(long offset, long end) {
        long bound = offset;
        for (int span = from; span < to && first[span] < offset; span++) {
            bound = Math.max(bound, span + 1 < to ? first[span + 1] : end);
        }
        return bound;
    }

    /** When the oldest span ended, or {@link DueHeap#NEVER}. */
    public long oldestSpanEnd() {
        return from == to ? DueHeap.NEVER : ended[from];
    }

    /** When the youngest message of the same span was sent. */
    public long timeOf(long offset) {
        int span = span(offset);
        return span < 0 ? 0 : ended[span];
    }

    /** Wall-clock time of the oldest unsettled message, 0 when there is none. */
    public long oldestWall() {
        return from == to ? 0 : wall[from];
    }

    public long messages() {
        long total = 0;
        for (int span = from; span < to; span++) {
            total += count[span];
        }
        return total;
    }

    public long bytes() {
        long total = 0;
        for (int span = from; span < to; span++) {
            total += bytes[span];
        }
        return total;
    }

    public void write(ByteSink sink) {
        sink.putVarint(to - from);
        for (int span = from; span < to; span++) {
            sink.putVarint(first[span]);
            sink.putVarint(began[span]);
            sink.putVarint(ended[span]);
            sink.putVarint(wall[span]);
            sink.putVarint(count[span]);
            sink.putVarint(bytes[span]);
        }
    }

    public void read(ByteSource source) {
        for (int left = source.getInt(); left > 0; left--) {
            long offset = source.getVarint();
            long start = source.getVarint();
            long end = source.getVarint();
            begin(offset, start, source.getVarint());
            ended[to - 1] = end;
            count[to - 1] = source.getVarint();
            bytes[to - 1] = source.getVarint();
        }
    }

    private void begin(long offset, long time, long wallTime) {
        if (to == first.length) {
            makeRoom();
        }
        first[to] = offset;
        began[to] = time;
        ended[to] = time;
        wall[to] = wallTime;
        count[to] = 0;
        bytes[to] = 0;
        to++;
    }

    private int span(long offset) {
        int found = Arrays.binarySearch(first, from, to, offset);
        int span = found >= 0 ? found : -found - 2;
        return span < from ? -1 : span;
    }

    /** Lets go of empty spans. */
    public void tidy() {
        while (from < to && count[from] == 0) {
            from++;
        }
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    private void makeRoom() {
        if (to - from >= MOST_SPANS) {
            merge(FINENESS);
            for (int fineness = FINENESS / 2;
                    to - from > MOST_SPANS / 2 && fineness > 0;
                    fineness /= 2) {
                merge(fineness);
            }
        } else if (from > to / 2) {
            pack();
        } else {
            int capacity = Math.max(4, to * 2);
            first = Arrays.copyOf(first, capacity);
            began = Arrays.copyOf(began, capacity);
            ended = Arrays.copyOf(ended, capacity);
            wall = Arrays.copyOf(wall, capacity);
            count = Arrays.copyOf(count, capacity);
            bytes = Arrays.copyOf(bytes, capacity);
        }
    }

    private void merge(int fineness) {
        long now = ended[to - 1];
        int kept = 0;
        for (int span = from; span < to; span++) {
            int last = kept - 1;
            boolean close = kept > 0 && (ended[span] - began[last]) * fineness <= now - ended[span];
            if (count[span] == 0 || close) {
                if (kept > 0) {
                    ended[last] = ended[span];
                    count[last] += count[span];
                    bytes[last] += bytes[span];
                }
            } else {
                copy(span, kept++);
            }
        }
        from = 0;
        to = kept;
    }

    private void pack() {
        for (int span = from; span < to; span++) {
            copy(span, span - from);
        }
        to -= from;
        from = 0;
    }

    private void copy(int source, int target) {
        first[target] = first[source];
        began[target] = began[source];
        ended[target] = ended[source];
        wall[target] = wall[source];
        count[target] = count[source];
        bytes[target] = bytes[source];
    }
}
