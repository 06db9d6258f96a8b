package dev.forebay.amqp;

import java.util.Optional;

/**
 * How fast one client reads what waits for it, looked at once a second. What the socket has taken
 * counts as read.
 */
final class ReadingPace {
    /** Who reads nothing for so many looks has stopped, and is not waited for. */
    private static final int PATIENCE = 10;

    /** The same of one that has never read much. */
    private static final int LITTLE_PATIENCE = 3;

    /** Over so many looks is looked at how much is read at least. */
    private static final int LONG = 30;

    /** In bytes: who reads less in that time is not waited for when others wait for the room. */
    private static final long LEAST = 4L << 20;

    private long last = -1;
    private long first;
    private int looks;
    private int looksWithoutReading;

    /**
     * What is seen in one look.
     *
     * @param read bytes that were read since the connection began
     * @param all whether there is nothing left to read
     * @param needed whether others wait for the room that the rest takes, or there is none left
     */
    record Look(long read, boolean all, boolean needed) {}

    /**
     * Looks, and tells what is wrong with the pace, if anything is.
     *
     * @param reader whether it has shown before that it reads
     */
    Optional<String> look(Look now, boolean reader) {
        looksWithoutReading = !now.all && now.read == last ? looksWithoutReading + 1 : 0;
        last = now.read;
        if (now.all || !now.needed || looks == 0) {
            looks = 0;
            first = now.read;
        }
        looks++;
        if (now.needed && looksWithoutReading >= (reader ? PATIENCE : LITTLE_PATIENCE)) {
            return Optional.of("of which it reads none");
        }
        if (looks <= LONG) {
            return Optional.empty();
        }
        long reads = now.read - first;
        looks = 0;
        return reads < LEAST
                ? Optional.of("of which it read " + reads + " in " + LONG + " s, and others wait")
                : Optional.empty();
    }

    /** For how many looks nothing was read. */
    int looksWithoutReading() {
        return looksWithoutReading;
    }
}
