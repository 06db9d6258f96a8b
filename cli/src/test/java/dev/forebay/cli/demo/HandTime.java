package dev.forebay.cli.demo;

/** A clock for one thread that goes on only when somebody sleeps. */
final class HandTime implements Time {
    private long now;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void sleepUntil(long nanos) {
        now = Math.max(now, nanos);
    }
}
