package dev.forebay.sqs.codec;

import dev.forebay.sqs.codec.SqsRequest.DeleteEntry;
import dev.forebay.sqs.codec.SqsRequest.SendEntry;
import dev.forebay.sqs.codec.SqsRequest.VisibilityEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the members of any operation into its record. */
final class RequestReader {
    private static final String URL = "QueueUrl";
    private static final String HANDLE = "ReceiptHandle";
    private static final String TIMEOUT = "VisibilityTimeout";

    private RequestReader() {}

    static SqsRequest read(SqsAction action, Fields in) {
        return switch (action) {
            case CREATE_QUEUE ->
                    new SqsRequest.CreateQueue(
                            in.required("QueueName"), attributes(in), tagsOrNone(in));
            case DELETE_QUEUE -> new SqsRequest.DeleteQueue(in.required(URL));
            case GET_QUEUE_URL ->
                    new SqsRequest.GetQueueUrl(
                            in.required("QueueName"), in.string("QueueOwnerAWSAccountId"));
            case LIST_QUEUES ->
                    new SqsRequest.ListQueues(
                            in.string("QueueNamePrefix"),
                            in.string("NextToken"),
                            in.integer("MaxResults"));
            case GET_QUEUE_ATTRIBUTES ->
                    new SqsRequest.GetQueueAttributes(
                            in.required(URL), in.strings("AttributeNames", "AttributeName"));
            case SET_QUEUE_ATTRIBUTES ->
                    new SqsRequest.SetQueueAttributes(in.required(URL), requiredAttributes(in));
            case PURGE_QUEUE -> new SqsRequest.PurgeQueue(in.required(URL));
            case LIST_DEAD_LETTER_SOURCE_QUEUES ->
                    new SqsRequest.ListDeadLetterSourceQueues(
                            in.required(URL), in.string("NextToken"), in.integer("MaxResults"));
            case TAG_QUEUE -> new SqsRequest.TagQueue(in.required(URL), requiredTags(in));
            case UNTAG_QUEUE -> new SqsRequest.UntagQueue(in.required(URL), requiredKeys(in));
            case LIST_QUEUE_TAGS -> new SqsRequest.ListQueueTags(in.required(URL));
            case SEND_MESSAGE, SEND_MESSAGE_BATCH, RECEIVE_MESSAGE -> message(action, in);
            case DELETE_MESSAGE, DELETE_MESSAGE_BATCH -> settlement(action, in);
            case CHANGE_MESSAGE_VISIBILITY, CHANGE_MESSAGE_VISIBILITY_BATCH ->
                    settlement(action, in);
            case ADD_PERMISSION ->
                    new SqsRequest.AddPermission(
                            in.required(URL),
                            in.required("Label"),
                            requiredStrings(in, "AWSAccountIds", "AWSAccountId"),
                            requiredStrings(in, "Actions", "ActionName"));
            case REMOVE_PERMISSION ->
                    new SqsRequest.RemovePermission(in.required(URL), in.required("Label"));
            case START_MESSAGE_MOVE_TASK ->
                    new SqsRequest.StartMessageMoveTask(
                            in.required("SourceArn"),
                            in.string("DestinationArn"),
                            in.integer("MaxNumberOfMessagesPerSecond"));
            case LIST_MESSAGE_MOVE_TASKS ->
                    new SqsRequest.ListMessageMoveTasks(
                            in.required("SourceArn"), in.integer("MaxResults"));
            case CANCEL_MESSAGE_MOVE_TASK ->
                    new SqsRequest.CancelMessageMoveTask(in.required("TaskHandle"));
        };
    }

    private static SqsRequest message(SqsAction action, Fields in) {
        String url = in.required(URL);
        if (action == SqsAction.SEND_MESSAGE) {
            return new SqsRequest.SendMessage(url, sendEntry("", in));
        }
        if (action == SqsAction.SEND_MESSAGE_BATCH) {
            return new SqsRequest.SendMessageBatch(
                    url, entries(action, in, entry -> sendEntry(entry.required("Id"), entry)));
        }
        List<String> names = new ArrayList<>(in.strings("AttributeNames", "AttributeName"));
        names.addAll(in.strings("MessageSystemAttributeNames", "MessageSystemAttributeName"));
        return new SqsRequest.ReceiveMessage(
                url,
                names,
                in.strings("MessageAttributeNames", "MessageAttributeName"),
                in.integer("MaxNumberOfMessages"),
                in.integer(TIMEOUT),
                in.integer("WaitTimeSeconds"),
                in.string("ReceiveRequestAttemptId"));
    }

    private static SqsRequest settlement(SqsAction action, Fields in) {
        String url = in.required(URL);
        return switch (action) {
            case DELETE_MESSAGE -> new SqsRequest.DeleteMessage(url, in.required(HANDLE));
            case DELETE_MESSAGE_BATCH ->
                    new SqsRequest.DeleteMessageBatch(
                            url,
                            entries(
                                    action,
                                    in,
                                    entry ->
                                            new DeleteEntry(
                                                    entry.required("Id"), entry.required(HANDLE))));
            case CHANGE_MESSAGE_VISIBILITY ->
                    new SqsRequest.ChangeMessageVisibility(
                            url, in.required(HANDLE), requiredInteger(in, TIMEOUT));
            default ->
                    new SqsRequest.ChangeMessageVisibilityBatch(
                            url,
                            entries(
                                    action,
                                    in,
                                    entry ->
                                            new VisibilityEntry(
                                                    entry.required("Id"),
                                                    entry.required(HANDLE),
                                                    entry.integer(TIMEOUT))));
        };
    }

    private static SendEntry sendEntry(String id, Fields in) {
        AttributeDraft attributes = messageAttributes(in, "MessageAttributes", "MessageAttribute");
        AttributeDraft systemAttributes =
                messageAttributes(in, "MessageSystemAttributes", "MessageSystemAttribute");
        return new SendEntry(
                id,
                in.required("MessageBody"),
                in.integer("DelaySeconds"),
                attributes.attributes(),
                systemAttributes.attributes(),
                in.string("MessageDeduplicationId"),
                in.string("MessageGroupId"),
                AttributeDraft.flaw(attributes, systemAttributes));
    }

    private static AttributeDraft messageAttributes(Fields in, String member, String queryName) {
        AttributeDraft draft = new AttributeDraft();
        in.structures(member, queryName)
                .forEach((name, value) ->
                        draft.add(
                                name,
                                value.string("DataType"),
                                value.string("StringValue"),
                                value.binary("BinaryValue")));
        return draft;
    }

    private static <T> List<T> entries(SqsAction action, Fields in, Function<Fields, T> read) {
        List<Fields> entries = in.entries("Entries", action.title() + "RequestEntry");
        if (entries == null) {
            throw noEntries(action);
        }
        List<T> result = new ArrayList<>(entries.size());
        entries.forEach(entry -> result.add(read.apply(entry)));
        return result;
    }

    /** A batch without its list is answered as an empty one. */
    static SqsFailure noEntries(SqsAction action) {
        return new SqsFailure(
                SqsError.EMPTY_BATCH_REQUEST,
                "There should be at least one " + action.title() + "RequestEntry in the request.");
    }

    private static int requiredInteger(Fields in, String member) {
        Integer value = in.integer(member);
        if (value == null) {
            throw SqsFailure.missing(member);
        }
        return value;
    }

    private static Map<String, String> attributes(Fields in) {
        return orNone(in.map("Attributes", "Attribute", "Name", "Value"));
    }

    private static Map<String, String> requiredAttributes(Fields in) {
        return orMissing(in.map("Attributes", "Attribute", "Name", "Value"), "Attributes");
    }

    private static Map<String, String> tagsOrNone(Fields in) {
        Map<String, String> tags = in.map("tags", "Tag", "Key", "Value");
        return orNone(tags != null ? tags : in.map("Tags", "Tag", "Key", "Value"));
    }

    private static Map<String, String> requiredTags(Fields in) {
        return orMissing(in.map("Tags", "Tag", "Key", "Value"), "Tags");
    }

    private static List<String> requiredKeys(Fields in) {
        return requiredStrings(in, "TagKeys", "TagKey");
    }

    private static List<String> requiredStrings(Fields in, String member, String queryName) {
        List<String> strings = in.strings(member, queryName);
        if (strings.isEmpty()) {
            throw SqsFailure.missing(member);
        }
        return strings;
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static Map<String, String> orMissing(@Nullable Map<String, String> map, String member) {
        if (map == null) {
            throw SqsFailure.missing(member);
        }
        return map;
    }
}
