package dev.forebay.engine.core;

import dev.forebay.engine.Lane;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/** Carries completions from the store's threads to the lane, all that wait in one task. */
final class Arrivals {
    private static final int CHUNK = 1024;

    private final MpscUnboundedVarHandleArrayQueue<Arrival> waiting =
            new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Lane lane;
    private final Runnable before;
    private final Runnable after;
    private final Runnable drain = this::drain;

    /**
     * @param before called on the lane before the arrivals of one task
     * @param after called behind them
     */
    Arrivals(Lane lane, Runnable before, Runnable after) {
        this.lane = lane;
        this.before = before;
        this.after = after;
    }

    /** From any thread. */
    void add(Arrival arrival) {
        waiting.add(arrival);
        wake();
    }

    private void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            lane.execute(drain);
        }
    }

    private void drain() {
        woken.set(false);
        before.run();
        try {
            Arrival arrival;
            while ((arrival = waiting.poll()) != null) {
                arrival.arrived();
            }
        } finally {
            // A defect in one arrival is the lane's to report; the others must not wait for it.
            after.run();
            if (!waiting.isEmpty()) {
                wake();
            }
        }
    }
}
