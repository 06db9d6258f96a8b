package dev.forebay.cli.demo;

/**
 * What became of the orders, as producer and consumers saw it.
 *
 * @param sent orders that the server accepted
 * @param failed sends that the producer saw fail
 * @param settled orders whose settling the server confirmed
 * @param deadLettered orders found in the dead-letter queue
 * @param endedTwice orders both settled and dead-lettered, which must not be
 * @param again deliveries of orders that had been delivered before, which at-least-once allows
 * @param settledAgain of these, how often work already settled was done once more
 * @param strangers deliveries of what nobody sent, which must not be
 * @param outage what the outage of the payment service did
 */
record Account(
        long sent,
        long failed,
        long settled,
        long deadLettered,
        long endedTwice,
        long again,
        long settledAgain,
        long strangers,
        Outage outage) {

    /**
     * What became of the orders that failed because the payment service was down.
     *
     * @param orders how many failed
     * @param failures how often, all together
     * @param deadLettered how many of these orders were dead-lettered, which must not be
     */
    record Outage(long orders, long failures, long deadLettered) {
        static final Outage NONE = new Outage(0, 0, 0);
    }

    /** Orders neither settled nor dead-lettered: in the pool still, or lost. */
    long open() {
        return sent - (settled + deadLettered - endedTwice);
    }

    /** Every order sent ended in exactly one way, and the producer never saw a failure. */
    boolean holds() {
        return sent > 0 && open() == 0 && isClean();
    }

    /** Nothing happened that must not, whatever is still open. */
    boolean isClean() {
        return failed == 0 && endedTwice == 0 && strangers == 0 && outage.deadLettered() == 0;
    }
}
