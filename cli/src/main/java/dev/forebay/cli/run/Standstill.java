package dev.forebay.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices that what is waited for does not move, and says why, once as long as it stands still. */
final class Standstill {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter talk;
    private final LongSupplier clock;
    private long moved;
    private long last = -1;
    private boolean told;

    Standstill(PrintWriter talk, LongSupplier clock) {
        this.talk = talk;
        this.clock = clock;
        this.moved = clock.getAsLong();
    }

    /** Finds out why it stands still. */
    interface Reason {
        /** As a sentence. */
        String sentence() throws IOException, InterruptedException;
    }

    /**
     * Looks at it.
     *
     * @param mark another number each time that it moved
     * @param reason asked only when it is told
     */
    void at(long mark, Reason reason) throws IOException, InterruptedException {
        long now = clock.getAsLong();
        if (mark != last) {
            last = mark;
            moved = now;
            told = false;
        } else if (!told && now - moved >= PATIENCE) {
            told = true;
            talk.println("Nothing moves: " + reason.sentence());
            talk.flush();
        }
    }
}
