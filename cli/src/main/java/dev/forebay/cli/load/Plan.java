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
record Plan(int perSecond, long messages, int size, int senders, int consumers) {}
