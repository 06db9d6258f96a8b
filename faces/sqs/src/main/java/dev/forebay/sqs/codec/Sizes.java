package dev.forebay.sqs.codec;

/** Estimates of how long answers get, so that most buffers need not grow. */
final class Sizes {
    private static final int SMALL = 256;
    private static final int ENTRY = 512;
    private static final int MESSAGE = 512;
    private static final int ESCAPES = 8;

    private Sizes() {}

    static int estimate(SqsResponse response) {
        return switch (response) {
            case SqsResponse.Done _ -> SMALL;
            case SqsResponse.QueueUrl url -> SMALL + url.url().length();
            case SqsResponse.QueueUrls urls -> SMALL * (1 + urls.urls().size());
            case SqsResponse.Attributes attributes -> ENTRY * (1 + attributes.attributes().size());
            case SqsResponse.Tags tags -> ENTRY * (1 + tags.tags().size());
            case SqsResponse.Sent _ -> ENTRY;
            case SqsResponse.SentBatch batch ->
                    ENTRY * (1 + batch.successful().size() + batch.failed().size());
            case SqsResponse.Settled batch ->
                    ENTRY * (1 + batch.successful().size() + batch.failed().size());
            case SqsResponse.MoveTaskBegun _, SqsResponse.MoveTaskCancelled _ -> SMALL;
            case SqsResponse.MoveTasks tasks -> ENTRY * (1 + tasks.tasks().size());
            case SqsResponse.Received received -> received(received);
        };
    }

    private static int received(SqsResponse.Received received) {
        int size = SMALL;
        for (ReceivedMessage message : received.messages()) {
            size += MESSAGE + message.length() + message.length() / ESCAPES;
            size += SMALL * message.messageAttributes().size();
        }
        return size;
    }
}
