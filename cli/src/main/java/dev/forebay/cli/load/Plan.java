package dev.forebay.cli.load;

/**
 * What is wanted of a bench.
 *
 * @param perSecond messages that are due in a second, 1 or more
 * @param messages in all, 1 or more
 * @param size bytes of a body
 * @param senders sends under way at one time, at most
 * @param consumers may be 0
 */
record Plan(int perSecond, long messages, int size, int senders, int consumers) {
    private static final long LONGEST_WARM_UP = 1_000;

    /**
     * A short one like it, whose figures nobody wants: the first messages wait for connections and
     * for the compiler of this process.
     */
    Plan warmUp() {
        long few = Math.clamp(perSecond / 2, 1, LONGEST_WARM_UP);
        return new Plan(perSecond, Math.min(messages, few), size, senders, consumers);
    }
}
