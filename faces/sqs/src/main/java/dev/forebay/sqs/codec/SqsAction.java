package dev.forebay.sqs.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations of the API. */
public enum SqsAction {
    ADD_PERMISSION("AddPermission"),
    CANCEL_MESSAGE_MOVE_TASK("CancelMessageMoveTask"),
    CHANGE_MESSAGE_VISIBILITY("ChangeMessageVisibility"),
    CHANGE_MESSAGE_VISIBILITY_BATCH("ChangeMessageVisibilityBatch"),
    CREATE_QUEUE("CreateQueue"),
    DELETE_MESSAGE("DeleteMessage"),
    DELETE_MESSAGE_BATCH("DeleteMessageBatch"),
    DELETE_QUEUE("DeleteQueue"),
    GET_QUEUE_ATTRIBUTES("GetQueueAttributes"),
    GET_QUEUE_URL("GetQueueUrl"),
    LIST_DEAD_LETTER_SOURCE_QUEUES("ListDeadLetterSourceQueues"),
    LIST_MESSAGE_MOVE_TASKS("ListMessageMoveTasks"),
    LIST_QUEUE_TAGS("ListQueueTags"),
    LIST_QUEUES("ListQueues"),
    PURGE_QUEUE("PurgeQueue"),
    RECEIVE_MESSAGE("ReceiveMessage"),
    REMOVE_PERMISSION("RemovePermission"),
    SEND_MESSAGE("SendMessage"),
    SEND_MESSAGE_BATCH("SendMessageBatch"),
    SET_QUEUE_ATTRIBUTES("SetQueueAttributes"),
    START_MESSAGE_MOVE_TASK("StartMessageMoveTask"),
    TAG_QUEUE("TagQueue"),
    UNTAG_QUEUE("UntagQueue");

    private static final String TARGET_PREFIX = "AmazonSQS.";
    private static final Map<String, SqsAction> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(SqsAction::title, Function.identity()));
    private static final Map<String, SqsAction> BY_TARGET =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    action -> TARGET_PREFIX + action.title, Function.identity()));

    private final String title;

    SqsAction(String title) {
        this.title = title;
    }

    /** The name as the API writes it. */
    public String title() {
        return title;
    }

    /** By {@code Action} of a Query request; null when there is none of the name. */
    public static @Nullable SqsAction named(String name) {
        return BY_NAME.get(name);
    }

    /** By {@code X-Amz-Target}; null when there is none of the name. */
    public static @Nullable SqsAction targeted(String target) {
        return BY_TARGET.get(target);
    }
}
