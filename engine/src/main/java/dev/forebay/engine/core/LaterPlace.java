package dev.forebay.engine.core;

import dev.forebay.engine.MessageId;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a scheduled message stands among those of its queue: by when it is due, then by its number.
 * It names the message for ever, since its offset is known only once it is due.
 *
 * @param due wall-clock time in ms, below 2^42
 * @param number rises with each scheduled message of the queue, below 2^53
 */
record LaterPlace(long due, long number) implements Comparable<LaterPlace> {
    /** Before all of them. */
    static final LaterPlace NONE = new LaterPlace(0, 0);

    /** No time from here on can be named. */
    static final long END_OF_TIME = 1L << 42;

    private static final Comparator<LaterPlace> ORDER =
            Comparator.comparingLong(LaterPlace::due).thenComparingLong(LaterPlace::number);

    /** Tells the id of a scheduled message from one that names an offset. */
    private static final long MARK = 1L << 31;

    private static final int LOW_DUE_BITS = 11;
    private static final int NUMBER_BITS = Long.SIZE - LOW_DUE_BITS;
    private static final long LOW_DUE = (1L << LOW_DUE_BITS) - 1;
    private static final long NUMBER = (1L << NUMBER_BITS) - 1;

    @Override
    public int compareTo(LaterPlace other) {
        return ORDER.compare(this, other);
    }

    MessageId id(int queueId) {
        return new MessageId(
                (long) queueId << Integer.SIZE | MARK | due >>> LOW_DUE_BITS,
                (due & LOW_DUE) << NUMBER_BITS | number);
    }

    /** The place that an id names; empty when it is not one of a scheduled message of the queue. */
    static Optional<LaterPlace> of(int queueId, MessageId id) {
        if (id.high() >>> Integer.SIZE != queueId || (id.high() & MARK) == 0) {
            return Optional.empty();
        }
        long due = (id.high() & (MARK - 1)) << LOW_DUE_BITS | id.low() >>> NUMBER_BITS;
        return Optional.of(new LaterPlace(due, id.low() & NUMBER));
    }
}
