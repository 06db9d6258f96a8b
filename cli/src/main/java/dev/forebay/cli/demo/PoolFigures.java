package dev.forebay.cli.demo;

/**
 * What the server's metrics say about the demo's queue at one moment.
 *
 * @param ready messages that can be received
 * @param leased messages with a consumer
 * @param delayed messages that wait for their time
 * @param oldestSeconds age of the oldest unsettled message; 0 when there is none
 * @param accepted messages stored so far
 * @param ended messages that left so far, whichever way
 * @param deadLettered messages moved to the dead-letter queue so far
 */
record PoolFigures(
        long ready,
        long leased,
        long delayed,
        double oldestSeconds,
        long accepted,
        long ended,
        long deadLettered) {
    static final PoolFigures NONE = new PoolFigures(0, 0, 0, 0, 0, 0, 0);

    long depth() {
        return ready + leased + delayed;
    }
}
