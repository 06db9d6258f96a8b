package dev.forebay.sqs;

/**
 * How the face behaves.
 *
 * @param region appears in queue ARNs
 * @param missingQueues what a send to, or a receive from, a queue that does not exist does
 * @param maxInFlight leases at once in a standard queue
 * @param maxInFlightFifo leases at once in a FIFO queue
 */
public record SqsSettings(
        String region, MissingQueues missingQueues, int maxInFlight, int maxInFlightFifo) {
    /** What happens when a queue is used that nobody created. */
    public enum MissingQueues {
        /** As on AWS: QueueDoesNotExist. */
        REFUSE,
        /** The first send or receive creates it, as FIFO when its name ends in {@code .fifo}. */
        CREATE
    }

    private static final int AWS_STANDARD = 120_000;
    private static final int AWS_FIFO = 20_000;

    /** As AWS in us-east-1. */
    public static SqsSettings defaults() {
        return new SqsSettings("us-east-1", MissingQueues.REFUSE, AWS_STANDARD, AWS_FIFO);
    }
}
