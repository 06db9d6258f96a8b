package dev.forebay.engine.core;

import dev.forebay.engine.struct.Timer;

/**
 * How far a cursor may run ahead of what is given out, so that what waits behind a long backlog of
 * one key is known: at once where messages are in memory, and else at the pace of the background,
 * as long as there is something to give out.
 */
final class Scout extends Timer {
    /** How much of what was sent may wait in memory before it is looked at. */
    private static final long AHEAD_BYTES = 256 << 10;

    /** How much of what was passed is kept, for it is often given out soon. */
    private static final long PASSED_BYTES = 128 << 10;

    private final Core core;
    private final Subscription subscription;
    private final MessageCursor main;
    private final Runnable look;
    private long looked;

    /**
     * @param look looks on, when the pace allows more
     */
    Scout(Core core, Subscription subscription, MessageCursor main, Runnable look) {
        this.core = core;
        this.subscription = subscription;
        this.main = main;
        this.look = look;
    }

    void begin() {
        main.keepPassed(PASSED_BYTES);
    }

    /** A message was looked at. */
    void looked() {
        looked++;
    }

    /** Seeks, or begins a read when that is due. */
    MessageCursor.Found seek(MessageCursor cursor, long offset, boolean hasMore) {
        boolean reads =
                offset < subscription.state().end && !cursor.holds(offset) && !cursor.isReading();
        if (reads) {
            long wait = hasMore ? core.pace.waitMillis(core.now()) : 0;
            if (wait > 0) {
                core.timers.at(this, core.now() + wait);
                return MessageCursor.Found.READING;
            }
            core.pace.took(core.now(), looked, Pace.READ_BYTES);
            looked = 0;
        }
        return cursor.seek(offset);
    }

    /** Whether to look on though nobody waits. */
    boolean maySearch() {
        return !subscription.isGone()
                && !core.gate.isStopping()
                && core.gate.refusal(StoreGate.Work.RECEIVE) == null;
    }

    /** Whether more has come than should wait, or than was kept. */
    boolean isBehind() {
        DeliveryState state = subscription.state();
        boolean kept = main.holds(state.next) && main.endsBefore(state.end);
        return state.next < state.end && (!kept || main.ahead() > AHEAD_BYTES);
    }

    void stop() {
        core.timers.cancel(this);
    }

    @Override
    protected void fire(long now) {
        look.run();
    }
}
