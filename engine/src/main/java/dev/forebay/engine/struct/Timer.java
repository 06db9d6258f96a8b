package dev.forebay.engine.struct;

/** Something that wants to be woken; at most one wake-up is set at a time. See {@link Timers}. */
public abstract class Timer {
    long due = DueHeap.NEVER;
    int index = -1;

    /** The time has come; the wake-up is unset and may be set again from here. */
    protected abstract void fire(long now);

    public final long due() {
        return due;
    }
}
