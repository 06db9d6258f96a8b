package dev.forebay.sqs;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;

/** A queue in SQS' terms. */
record SqsQueue(QueueInfo info) {
    /** Labels that carry SQS' attributes begin with it. */
    static final String LABEL = "sqs.";

    private static final String CONTENT_BASED = LABEL + "ContentBasedDeduplication";

    static boolean isFifo(QueueSettings settings) {
        return settings.ordering().isKept();
    }

    boolean fifo() {
        return isFifo(info.settings());
    }

    boolean contentBasedDeduplication() {
        return "true".equals(info.settings().labels().get(CONTENT_BASED));
    }

    /** MaximumMessageSize: of body and attributes as SQS counts them. */
    static int maximumMessageSize(QueueSettings settings) {
        int size = settings.maxMessageBytes() - NewQueues.HEADER_ROOM;
        return Math.clamp(size, QueueRanges.MESSAGE_SIZE.least(), NewQueues.MAX_MESSAGE_BYTES);
    }

    int maximumMessageSize() {
        return maximumMessageSize(info.settings());
    }
}
