package dev.forebay.amqp;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.Refusal;

/** The one table from the engine's refusals to reply codes. */
public final class Refusals {
    private Refusals() {}

    /** A refusal as AMQP tells it. */
    public static AmqpFailure failure(Refusal refusal) {
        return new AmqpFailure(code(refusal), refusal.message());
    }

    static ReplyCode code(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NoSuchQueue _,
                    Refusal.NoSuchSubscription _,
                    Refusal.NoSuchScheduled _,
                    Refusal.NoSuchReplay _,
                    Refusal.NoSuchRedrive _,
                    Refusal.NoSuchSchedule _ ->
                    ReplyCode.NOT_FOUND;
            case Refusal.QueueExists _,
                    Refusal.SubscriptionExists _,
                    Refusal.ReplayOver _,
                    Refusal.QueueDeletedRecently _,
                    Refusal.InvalidSetting _,
                    Refusal.NameTaken _,
                    Refusal.MessageTooLarge _,
                    Refusal.QueueFull _,
                    Refusal.QueuePaused _,
                    Refusal.TooManyLeases _,
                    Refusal.Throttled _,
                    Refusal.NotAcked _,
                    Refusal.RedriveInProgress _,
                    Refusal.RedriveEnded _,
                    Refusal.TooManySchedules _,
                    Refusal.ChangeTooLarge _ ->
                    ReplyCode.PRECONDITION_FAILED;
            case Refusal.ReadInPlace _ -> ReplyCode.NOT_IMPLEMENTED;
            case Refusal.DiskFull _, Refusal.OutOfMemory _ -> ReplyCode.RESOURCE_ERROR;
            case Refusal.StorageFailed _, Refusal.Damaged _ -> ReplyCode.INTERNAL_ERROR;
            case Refusal.ShuttingDown _ -> ReplyCode.CONNECTION_FORCED;
        };
    }
}
