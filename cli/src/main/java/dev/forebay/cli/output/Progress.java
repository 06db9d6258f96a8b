package dev.forebay.cli.output;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells a person at a terminal how far something is, how fast, and how long it will take: in place,
 * on stderr, once it takes more than a second.
 */
public final class Progress implements AutoCloseable {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int BAR = 10;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter talk;
    private final String what;
    private final long total;
    private final LongSupplier clock;
    private final BooleanSupplier watched;
    private final Strokes strokes = Strokes.of(System.err.charset());
    private final long begin;
    private long next;
    private boolean shown;

    Progress(
            PrintWriter talk,
            String what,
            long total,
            LongSupplier clock,
            BooleanSupplier watched) {
        this.talk = talk;
        this.what = what;
        this.total = total;
        this.clock = clock;
        this.watched = watched;
        this.begin = clock.getAsLong();
        this.next = begin + FIRST;
    }

    /**
     * Begins.
     *
     * @param talk stderr
     * @param what is done, such as {@code messages sent}
     * @param total of it; 0 when nobody knows
     */
    public static Progress of(PrintWriter talk, String what, long total) {
        return new Progress(talk, what, total, System::nanoTime, Terminals::isStderr);
    }

    /** Tells how much is done. */
    public void at(long done) {
        at(done, share(done), () -> "");
    }

    /**
     * Tells how much is done, and how much of all that is, where nobody knows how much all is.
     *
     * @param share from 0 to 1; 0 when nobody knows that either
     */
    public void at(long done, double share) {
        at(done, share, () -> "");
    }

    /**
     * Tells how much is done.
     *
     * @param beside what is said behind it; asked only when it is shown
     */
    public void at(long done, Supplier<String> beside) {
        at(done, share(done), beside);
    }

    private void at(long done, double share, Supplier<String> beside) {
        long now = clock.getAsLong();
        if (now < next) {
            return;
        }
        next = now + BETWEEN;
        if (!shown && !watched.getAsBoolean()) {
            next = Long.MAX_VALUE;
            return;
        }
        talk.print(CLEAR + line(done, share, (now - begin) / NANOS) + beside.get());
        talk.flush();
        shown = true;
    }

    private double share(long done) {
        return total > 0 ? (double) done / total : 0;
    }

    private String line(long done, double share, double seconds) {
        String bar = share > 0 ? strokes.bar(share, BAR) + " " : "";
        String of = total > 0 ? " of " + Units.count(total) : "";
        String line = bar + Units.count(done) + of + " " + what + ", " + Units.rate(done / seconds);
        return share > 0 && share < 1
                ? line
                        + ", "
                        + Units.millis(Math.round(seconds * (1 - share) / share) * 1000)
                        + " left"
                : line;
    }

    /** Seconds since the beginning. */
    public double seconds() {
        return (clock.getAsLong() - begin) / NANOS;
    }

    /** Takes the line away, for what is to stand in its place. */
    public void clear() {
        if (shown) {
            talk.print(CLEAR);
            talk.flush();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
