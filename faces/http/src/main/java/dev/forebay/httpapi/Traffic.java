package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;

/**
 * What went through the server since the look before, whatever the queue.
 *
 * @param sqsPerSecond messages accepted over SQS
 * @param amqpPerSecond messages accepted over AMQP
 * @param httpPerSecond messages accepted over the HTTP API
 * @param deliveredPerSecond messages given to consumers over any of them
 * @param commitP50Millis half of the commits of the last ten seconds took at most so long; an
 *     answer to a send waits for one
 * @param commitP99Millis and 99 of 100 of them so long
 * @param deadLetters unsettled messages in queues that are others' dead-letter queues
 */
record Traffic(
        double sqsPerSecond,
        double amqpPerSecond,
        double httpPerSecond,
        double deliveredPerSecond,
        double commitP50Millis,
        double commitP99Millis,
        long deadLetters) {
    static final Traffic NOTHING = new Traffic(0, 0, 0, 0, 0, 0, 0);

    static Traffic of(
            ServerView.Traffic now,
            ServerView.Traffic before,
            double seconds,
            CommitTimes commits,
            long deadLetters) {
        return new Traffic(
                Figures.pace(now.sqs() - before.sqs(), seconds),
                Figures.pace(now.amqp() - before.amqp(), seconds),
                Figures.pace(now.http() - before.http(), seconds),
                Figures.pace(now.delivered() - before.delivered(), seconds),
                commits.millis(0.5),
                commits.millis(0.99),
                deadLetters);
    }

    /** What went through, as members of the current object. */
    void write(JsonOut out) {
        out.field("sqsPerSecond", sqsPerSecond);
        out.field("amqpPerSecond", amqpPerSecond);
        out.field("httpPerSecond", httpPerSecond);
        out.field("deliveredPerSecond", deliveredPerSecond);
        out.field("commitP50Millis", commitP50Millis);
        out.field("commitP99Millis", commitP99Millis);
    }
}
