package dev.forebay.engine.cron;

/** Every so many ms, counted from the epoch, so that no start and no change shifts them. */
record IntervalTimes(long millis) implements RunTimes {
    @Override
    public long next(long after) {
        return (Math.floorDiv(after, millis) + 1) * millis;
    }

    @Override
    public long count(long after, long to) {
        return Math.max(0, Math.floorDiv(to, millis) - Math.floorDiv(after, millis));
    }
}
