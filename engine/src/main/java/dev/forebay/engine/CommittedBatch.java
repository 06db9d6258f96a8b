package dev.forebay.engine;

/**
 * The batch of records in which a message went to disk. One append holds whole batches, and one
 * sync makes them durable: each is there with all its messages, or not at all.
 *
 * @param stream name of the stream of the log that holds it
 * @param offset of its first record in that stream
 * @param messages how many it holds
 * @param checksum the CRC-32C that is stored with it
 */
public record CommittedBatch(String stream, long offset, int messages, int checksum) {}
