package dev.forebay.server.machine;

import dev.forebay.engine.EngineClock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The engine's times from the machine's clocks.
 *
 * <p>Engine time is the monotonic clock, set going where the log's last frame stopped: downtime,
 * the time that a recovery takes and jumps of the wall clock do not exist for it.
 *
 * <p>Wall time begins at the machine's and then runs on the monotonic clock too. Once a second it
 * is compared with the machine's and from then on runs a little faster or slower, at most by half,
 * until they agree again; so it follows a clock that was set, but never jumps and never goes back.
 *
 * <p>Safe for any thread.
 */
public final class SteadyClock implements EngineClock {
    /** How often the wall clock is compared, in ns. */
    private static final long COMPARE_EVERY = TimeUnit.SECONDS.toNanos(1);

    /** Most the pace of wall time differs from that of real time. */
    private static final double MOST_SLEW = 0.5;

    private static final double NANOS_PER_MILLI = 1e6;

    private static final long RUNNING = -1;

    /**
     * Wall time from an instant on: at {@code nanos} it was {@code wall}; until the next comparison
     * is due it rises by {@code pace}, then, should nobody ask for so long, as real time does.
     */
    private record Line(long nanos, double wall, double pace) {
        double at(long now) {
            long passed = now - nanos;
            long slewed = Math.min(passed, COMPARE_EVERY);
            return wall + (slewed * pace + (passed - slewed)) / NANOS_PER_MILLI;
        }
    }

    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;

    /** When engine time was 0, by the monotonic clock. */
    private volatile long zero;

    /** Where engine time stands still, or {@link #RUNNING}. */
    private volatile long heldAt = RUNNING;

    private volatile Line line;

    /**
     * Starts the clock, engine time at 0.
     *
     * @param nanoTime a monotonic clock, in ns from anywhere
     * @param wallMillis the machine's wall clock, in ms since the epoch
     */
    public SteadyClock(LongSupplier nanoTime, LongSupplier wallMillis) {
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
        this.zero = nanoTime.getAsLong();
        this.line = new Line(zero, wallMillis.getAsLong(), 1.0);
    }

    /** On the clocks of this machine. */
    public static SteadyClock system() {
        return new SteadyClock(System::nanoTime, System::currentTimeMillis);
    }

    /**
     * Holds engine time where a log ended. Once, before the engine opens: nobody can extend a lease
     * or settle a message yet, so that no lease may lose time.
     *
     * @param lastEngineTime engine time of the log's last frame, in ms
     */
    public void holdAt(long lastEngineTime) {
        heldAt = lastEngineTime;
    }

    /** Lets engine time go on from where it is held. Once, when clients are served. */
    public void run() {
        zero = nanoTime.getAsLong() - TimeUnit.MILLISECONDS.toNanos(heldAt);
        heldAt = RUNNING;
    }

    @Override
    public long now() {
        long held = heldAt;
        return held == RUNNING ? TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - zero) : held;
    }

    /** The monotonic clock itself, in ns from anywhere. */
    public long nanos() {
        return nanoTime.getAsLong();
    }

    @Override
    public long wall() {
        long now = nanoTime.getAsLong();
        Line current = line;
        if (now - current.nanos > COMPARE_EVERY) {
            current = compare(now);
        }
        return (long) current.at(Math.max(now, current.nanos));
    }

    private synchronized Line compare(long now) {
        Line current = line;
        if (now - current.nanos > COMPARE_EVERY) {
            double here = current.at(now);
            double behind = wallMillis.getAsLong() - here;
            double slew = behind / (COMPARE_EVERY / NANOS_PER_MILLI);
            double pace = 1 + Math.clamp(slew, -MOST_SLEW, MOST_SLEW);
            current = new Line(now, here, pace);
            line = current;
        }
        return current;
    }
}
