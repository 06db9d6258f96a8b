package dev.forebay.sqs.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the face answers, before it takes on a wire format. */
public sealed interface SqsResponse {
    /** Done; there is nothing to say. */
    record Done() implements SqsResponse {}

    record QueueUrl(String url) implements SqsResponse {}

    record QueueUrls(List<String> urls, @Nullable String nextToken) implements SqsResponse {}

    record Attributes(Map<String, String> attributes) implements SqsResponse {}

    record Tags(Map<String, String> tags) implements SqsResponse {}

    /**
     * A message is stored.
     *
     * @param id the entry in its batch; empty for a single message
     * @param sequenceNumber of FIFO queues
     */
    record Sent(
            String id,
            String messageId,
            String md5OfBody,
            @Nullable String md5OfAttributes,
            @Nullable String md5OfSystemAttributes,
            @Nullable String sequenceNumber)
            implements SqsResponse {}

    record SentBatch(List<Sent> successful, List<Failed> failed) implements SqsResponse {}

    /** Entries of a batch of deletes or of visibility changes. */
    record Settled(List<String> successful, List<Failed> failed) implements SqsResponse {}

    record MoveTaskBegun(String taskHandle) implements SqsResponse {}

    record MoveTaskCancelled(long moved) implements SqsResponse {}

    record MoveTasks(List<MoveTask> tasks) implements SqsResponse {}

    /**
     * One message move task.
     *
     * @param taskHandle only while it runs
     * @param startedAt wall-clock ms
     */
    record MoveTask(
            @Nullable String taskHandle,
            String status,
            String sourceArn,
            @Nullable String destinationArn,
            @Nullable Integer perSecond,
            long moved,
            long toMove,
            @Nullable String failureReason,
            long startedAt) {}

    record Received(List<ReceivedMessage> messages) implements SqsResponse {}

    /** One entry of a batch that was refused. */
    record Failed(String id, SqsError error, String message) {}
}
