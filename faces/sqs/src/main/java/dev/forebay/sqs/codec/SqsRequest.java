package dev.forebay.sqs.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks, whatever wire format it used. Members are named as in the API; required ones
 * are there, types are right, ranges are not yet checked. Null stands for an optional member that
 * is absent.
 */
public sealed interface SqsRequest {
    record CreateQueue(String queueName, Map<String, String> attributes, Map<String, String> tags)
            implements SqsRequest {}

    record DeleteQueue(String queueUrl) implements SqsRequest {}

    record GetQueueUrl(String queueName, @Nullable String ownerAccount) implements SqsRequest {}

    record ListQueues(
            @Nullable String prefix, @Nullable String nextToken, @Nullable Integer maxResults)
            implements SqsRequest {}

    record GetQueueAttributes(String queueUrl, List<String> names) implements SqsRequest {}

    record SetQueueAttributes(String queueUrl, Map<String, String> attributes)
            implements SqsRequest {}

    record PurgeQueue(String queueUrl) implements SqsRequest {}

    record ListDeadLetterSourceQueues(
            String queueUrl, @Nullable String nextToken, @Nullable Integer maxResults)
            implements SqsRequest {}

    record TagQueue(String queueUrl, Map<String, String> tags) implements SqsRequest {}

    record UntagQueue(String queueUrl, List<String> keys) implements SqsRequest {}

    record ListQueueTags(String queueUrl) implements SqsRequest {}

    record SendMessage(String queueUrl, SendEntry entry) implements SqsRequest {}

    record SendMessageBatch(String queueUrl, List<SendEntry> entries) implements SqsRequest {}

    record ReceiveMessage(
            String queueUrl,
            List<String> systemAttributeNames,
            List<String> messageAttributeNames,
            @Nullable Integer maxNumberOfMessages,
            @Nullable Integer visibilityTimeout,
            @Nullable Integer waitTimeSeconds,
            @Nullable String attemptId)
            implements SqsRequest {}

    record DeleteMessage(String queueUrl, String receiptHandle) implements SqsRequest {}

    record DeleteMessageBatch(String queueUrl, List<DeleteEntry> entries) implements SqsRequest {}

    record ChangeMessageVisibility(String queueUrl, String receiptHandle, int visibilityTimeout)
            implements SqsRequest {}

    record ChangeMessageVisibilityBatch(String queueUrl, List<VisibilityEntry> entries)
            implements SqsRequest {}

    record AddPermission(
            String queueUrl, String label, List<String> accountIds, List<String> actions)
            implements SqsRequest {}

    record RemovePermission(String queueUrl, String label) implements SqsRequest {}

    record StartMessageMoveTask(
            String sourceArn,
            @Nullable String destinationArn,
            @Nullable Integer maxNumberOfMessagesPerSecond)
            implements SqsRequest {}

    record ListMessageMoveTasks(String sourceArn, @Nullable Integer maxResults)
            implements SqsRequest {}

    record CancelMessageMoveTask(String taskHandle) implements SqsRequest {}

    /**
     * One message to be sent.
     *
     * @param id names the entry in its batch; empty for a single message
     * @param flaw what is wrong with its attributes, if anything; told when the entry's turn comes,
     *     so that the others of its batch go on
     */
    record SendEntry(
            String id,
            String body,
            @Nullable Integer delaySeconds,
            List<MessageAttribute> attributes,
            List<MessageAttribute> systemAttributes,
            @Nullable String deduplicationId,
            @Nullable String groupId,
            @Nullable Flaw flaw) {}

    /** Why a message cannot be sent. */
    record Flaw(SqsError error, String text) {}

    record DeleteEntry(String id, String receiptHandle) {}

    record VisibilityEntry(String id, String receiptHandle, @Nullable Integer visibilityTimeout) {}
}
