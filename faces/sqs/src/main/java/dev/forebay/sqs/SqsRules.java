package dev.forebay.sqs;

import dev.forebay.access.Operation;
import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsRequest;
import java.util.Locale;

/**
 * What each action needs: its line in the table of operations, and the queue that it is about. An
 * action without a rule does not compile.
 */
public final class SqsRules {
    private SqsRules() {}

    /** What has to be allowed for the action. */
    public static Operation operation(SqsAction action) {
        return switch (action) {
            case ADD_PERMISSION -> Operation.ADD_PERMISSION;
            case CANCEL_MESSAGE_MOVE_TASK -> Operation.CANCEL_REDRIVE;
            case CHANGE_MESSAGE_VISIBILITY, CHANGE_MESSAGE_VISIBILITY_BATCH -> Operation.EXTEND;
            case CREATE_QUEUE -> Operation.CREATE_QUEUE;
            case DELETE_MESSAGE, DELETE_MESSAGE_BATCH -> Operation.SETTLE;
            case DELETE_QUEUE -> Operation.DELETE_QUEUE;
            case GET_QUEUE_ATTRIBUTES -> Operation.SEE_QUEUE;
            case GET_QUEUE_URL -> Operation.FIND_QUEUE;
            case LIST_DEAD_LETTER_SOURCE_QUEUES -> Operation.SEE_SOURCES;
            case LIST_MESSAGE_MOVE_TASKS -> Operation.SEE_REDRIVES;
            case LIST_QUEUE_TAGS -> Operation.SEE_TAGS;
            case LIST_QUEUES -> Operation.LIST_QUEUES;
            case PURGE_QUEUE -> Operation.PURGE;
            case RECEIVE_MESSAGE -> Operation.RECEIVE;
            case REMOVE_PERMISSION -> Operation.REMOVE_PERMISSION;
            case SEND_MESSAGE, SEND_MESSAGE_BATCH -> Operation.SEND;
            case SET_QUEUE_ATTRIBUTES -> Operation.CHANGE_QUEUE;
            case START_MESSAGE_MOVE_TASK -> Operation.REDRIVE;
            case TAG_QUEUE -> Operation.TAG_QUEUE;
            case UNTAG_QUEUE -> Operation.UNTAG_QUEUE;
        };
    }

    /** What the audit log calls it; for actions that change something. */
    static String deed(SqsAction action) {
        return switch (action) {
            case ADD_PERMISSION, REMOVE_PERMISSION, SET_QUEUE_ATTRIBUTES -> "change queue";
            case TAG_QUEUE, UNTAG_QUEUE -> "tag queue";
            case START_MESSAGE_MOVE_TASK -> "begin redrive";
            case CANCEL_MESSAGE_MOVE_TASK -> "cancel redrive";
            default -> action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    /** The name of the queue that a request is about; empty when it is about none in particular. */
    static String queue(SqsRequest request) {
        return switch (request) {
            case SqsRequest.SendMessage send -> named(send.queueUrl());
            case SqsRequest.SendMessageBatch batch -> named(batch.queueUrl());
            case SqsRequest.ReceiveMessage wish -> named(wish.queueUrl());
            case SqsRequest.DeleteMessage delete -> named(delete.queueUrl());
            case SqsRequest.DeleteMessageBatch batch -> named(batch.queueUrl());
            case SqsRequest.ChangeMessageVisibility change -> named(change.queueUrl());
            case SqsRequest.ChangeMessageVisibilityBatch batch -> named(batch.queueUrl());
            case SqsRequest.CreateQueue create -> create.queueName();
            case SqsRequest.DeleteQueue delete -> named(delete.queueUrl());
            case SqsRequest.PurgeQueue purge -> named(purge.queueUrl());
            case SqsRequest.GetQueueUrl get -> get.queueName();
            case SqsRequest.GetQueueAttributes get -> named(get.queueUrl());
            case SqsRequest.SetQueueAttributes set -> named(set.queueUrl());
            case SqsRequest.ListDeadLetterSourceQueues list -> named(list.queueUrl());
            case SqsRequest.TagQueue tag -> named(tag.queueUrl());
            case SqsRequest.UntagQueue untag -> named(untag.queueUrl());
            case SqsRequest.ListQueueTags list -> named(list.queueUrl());
            case SqsRequest.AddPermission add -> named(add.queueUrl());
            case SqsRequest.RemovePermission remove -> named(remove.queueUrl());
            case SqsRequest.StartMessageMoveTask start -> QueueUrls.nameInArn(start.sourceArn());
            case SqsRequest.ListMessageMoveTasks list -> QueueUrls.nameInArn(list.sourceArn());
            case SqsRequest.CancelMessageMoveTask cancel ->
                    MoveTaskHandle.of(cancel.taskHandle()).map(MoveTaskHandle::queue).orElse("");
            case SqsRequest.ListQueues _ -> "";
        };
    }

    private static String named(String queueUrl) {
        return QueueUrls.nameIn(queueUrl);
    }
}
