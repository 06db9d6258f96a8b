package dev.forebay.sqs;

import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a settlement means in SQS.
 *
 * @param fifo whether the queue is one
 */
record SettleOutcomes(boolean fifo) {
    private static final int MILLIS = 1_000;

    /** The error to be answered; null for success. */
    @Nullable SqsFailure failure(Settlement settlement, SettleResult result) {
        return settlement instanceof Settlement.Ack ? ofDelete(result) : ofChange(result);
    }

    /**
     * A delete of what is deleted already succeeds; so does one by an outdated handle, without
     * FIFO.
     */
    private @Nullable SqsFailure ofDelete(SettleResult result) {
        return switch (result) {
            case SettleResult.Done _, SettleResult.AlreadySettled _ -> null;
            case SettleResult.LeaseEnded _ -> expired();
            case SettleResult.LeasedAnew _ -> fifo ? expired() : null;
            case SettleResult.Unknown _ -> unknown();
            case SettleResult.TooLong _ -> unknown();
            case SettleResult.Refused refused -> refused(refused);
        };
    }

    private @Nullable SqsFailure ofChange(SettleResult result) {
        return switch (result) {
            case SettleResult.Done _ -> null;
            case SettleResult.AlreadySettled _ ->
                    new SqsFailure(
                            SqsError.INVALID_PARAMETER_VALUE,
                            "Value for parameter ReceiptHandle is invalid. Reason: Message does not"
                                    + " exist or is not available for visibility timeout change.");
            case SettleResult.LeaseEnded _, SettleResult.LeasedAnew _ ->
                    fifo ? expired() : notInFlight();
            case SettleResult.Unknown _ -> unknown();
            case SettleResult.TooLong tooLong ->
                    new SqsFailure(
                            SqsError.INVALID_PARAMETER_VALUE,
                            "Value for parameter VisibilityTimeout is invalid. Reason: Total"
                                    + " VisibilityTimeout for the message is beyond the limit ["
                                    + tooLong.longestMillis() / MILLIS
                                    + " seconds].");
            case SettleResult.Refused refused -> refused(refused);
        };
    }

    private static SqsFailure expired() {
        return new SqsFailure(
                SqsError.INVALID_PARAMETER_VALUE,
                "Value for parameter ReceiptHandle is invalid. Reason: The receipt handle has"
                        + " expired.");
    }

    private static SqsFailure notInFlight() {
        return new SqsFailure(
                SqsError.MESSAGE_NOT_INFLIGHT, "The message referred to is not in flight.");
    }

    private static SqsFailure unknown() {
        return new SqsFailure(
                SqsError.RECEIPT_HANDLE_IS_INVALID,
                "The input receipt handle is not a valid receipt handle.");
    }

    private static SqsFailure refused(SettleResult.Refused refused) {
        return new SqsFailure(Refusals.error(refused.refusal()), refused.refusal().message());
    }
}
