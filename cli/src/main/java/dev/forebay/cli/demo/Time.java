package dev.forebay.cli.demo;

/** The clock that paces the story, handed in so that tests turn it themselves. Thread-safe. */
interface Time {
    /** Nanoseconds since an arbitrary start; never goes back. */
    long nanos();

    /** Returns at once when that moment has passed. */
    void sleepUntil(long nanos) throws InterruptedException;

    /** Sleeps for a span, in nanoseconds. */
    default void sleep(long nanos) throws InterruptedException {
        sleepUntil(nanos() + nanos);
    }
}
