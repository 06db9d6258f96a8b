package dev.forebay.engine;

/**
 * Names one lease of one message.
 *
 * @param partition the partition within the queue
 * @param offset the message's offset there
 * @param pass which pass over the messages: 0 for normal delivery, others for replays
 * @param number distinguishes the leases of one message for ever, across restarts
 */
public record LeaseId(int partition, long offset, int pass, long number) {}
