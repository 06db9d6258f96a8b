package dev.forebay.testkit.history;

/**
 * What a server says it did with a queue's messages since the queue was made.
 *
 * @param sent messages stored, duplicates not counted, messages moved here included
 * @param unsettled ready, delayed and leased ones
 * @param acked settled by their consumers
 * @param gone settled otherwise: dead-lettered, expired, dropped, purged, moved
 */
public record Counters(String queue, long sent, long unsettled, long acked, long gone) {}
