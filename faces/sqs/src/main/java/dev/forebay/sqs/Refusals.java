package dev.forebay.sqs;

import dev.forebay.engine.Refusal;
import dev.forebay.sqs.codec.SqsError;

/** The one table from the engine's refusals to SQS' errors. */
final class Refusals {
    private Refusals() {}

    static SqsError error(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NoSuchQueue _ -> SqsError.QUEUE_DOES_NOT_EXIST;
            case Refusal.QueueExists _ -> SqsError.QUEUE_NAME_EXISTS;
            case Refusal.QueueDeletedRecently _ -> SqsError.QUEUE_DELETED_RECENTLY;
            // No action of SQS names a subscription or replay.
            case Refusal.NoSuchSubscription _ -> SqsError.INVALID_PARAMETER_VALUE;
            case Refusal.SubscriptionExists _ -> SqsError.INVALID_PARAMETER_VALUE;
            case Refusal.NoSuchReplay _ -> SqsError.INVALID_PARAMETER_VALUE;
            case Refusal.ReplayOver _ -> SqsError.INVALID_PARAMETER_VALUE;
            // Nor a schedule or user.
            case Refusal.NameTaken _ -> SqsError.INVALID_PARAMETER_VALUE;
            case Refusal.NoSuchSchedule _ -> SqsError.INVALID_PARAMETER_VALUE;
            case Refusal.TooManySchedules _ -> SqsError.OVER_LIMIT;
            case Refusal.InvalidSetting _ -> SqsError.INVALID_ATTRIBUTE_VALUE;
            case Refusal.MessageTooLarge _ -> SqsError.INVALID_PARAMETER_VALUE;
            // Clients back off and try again on it, which is what a full queue wants of them.
            case Refusal.QueueFull _ -> SqsError.REQUEST_THROTTLED;
            case Refusal.QueuePaused _ -> SqsError.REQUEST_THROTTLED;
            case Refusal.TooManyLeases _ -> SqsError.OVER_LIMIT;
            case Refusal.Throttled _ -> SqsError.REQUEST_THROTTLED;
            case Refusal.NotAcked _ -> SqsError.RECEIPT_HANDLE_IS_INVALID;
            case Refusal.ChangeTooLarge _ -> SqsError.INVALID_PARAMETER_VALUE;
            case Refusal.ReadInPlace _, Refusal.RedriveInProgress _ ->
                    SqsError.UNSUPPORTED_OPERATION;
            case Refusal.NoSuchRedrive _, Refusal.RedriveEnded _, Refusal.NoSuchScheduled _ ->
                    SqsError.RESOURCE_NOT_FOUND;
            case Refusal.DiskFull _, Refusal.OutOfMemory _ -> SqsError.SERVICE_UNAVAILABLE;
            case Refusal.StorageFailed _ -> SqsError.SERVICE_UNAVAILABLE;
            case Refusal.Damaged _ -> SqsError.INTERNAL_FAILURE;
            case Refusal.ShuttingDown _ -> SqsError.SERVICE_UNAVAILABLE;
        };
    }
}
