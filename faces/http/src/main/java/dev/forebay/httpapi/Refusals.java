package dev.forebay.httpapi;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.SettleResult;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;

/** The one table from the engine's refusals to the API's problems. */
final class Refusals {
    /** When a client may look again whether a server in trouble got well. */
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private Refusals() {}

    static ApiFailure failure(Refusal refusal) {
        return new ApiFailure(problem(refusal));
    }

    static Problem problem(Refusal refusal) {
        return new Problem(type(refusal), refusal.message(), retryAfterMillis(refusal));
    }

    private static ProblemType type(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NoSuchQueue _ -> ProblemType.NO_SUCH_QUEUE;
            case Refusal.QueueExists _ -> ProblemType.QUEUE_EXISTS;
            case Refusal.NoSuchSubscription _, Refusal.NoSuchReplay _, Refusal.NoSuchRedrive _ ->
                    ProblemType.NO_SUCH_THING;
            case Refusal.ReadInPlace _ -> ProblemType.CONFLICT;
            case Refusal.NoSuchScheduled _, Refusal.NoSuchSchedule _ -> ProblemType.NO_SUCH_THING;
            case Refusal.TooManySchedules _ -> ProblemType.CONFLICT;
            case Refusal.SubscriptionExists _,
                    Refusal.NameTaken _,
                    Refusal.ReplayOver _,
                    Refusal.RedriveInProgress _,
                    Refusal.RedriveEnded _ ->
                    ProblemType.CONFLICT;
            case Refusal.QueueDeletedRecently _ -> ProblemType.QUEUE_DELETED_RECENTLY;
            case Refusal.InvalidSetting _ -> ProblemType.INVALID;
            case Refusal.MessageTooLarge _, Refusal.ChangeTooLarge _ ->
                    ProblemType.MESSAGE_TOO_LARGE;
            case Refusal.NotAcked not -> type(not.result());
            case Refusal.QueueFull _ -> ProblemType.QUEUE_FULL;
            case Refusal.QueuePaused _ -> ProblemType.QUEUE_PAUSED;
            case Refusal.TooManyLeases _ -> ProblemType.TOO_MANY_LEASES;
            case Refusal.Throttled _ -> ProblemType.THROTTLED;
            case Refusal.DiskFull _ -> ProblemType.DISK_FULL;
            case Refusal.OutOfMemory _ -> ProblemType.BUSY;
            case Refusal.StorageFailed _ -> ProblemType.STORAGE_FAILED;
            case Refusal.Damaged _ -> ProblemType.DAMAGED;
            case Refusal.ShuttingDown _ -> ProblemType.SHUTTING_DOWN;
        };
    }

    /** What keeps a lease from being settled; the same for one alone and for one of several. */
    static ProblemType type(SettleResult result) {
        return switch (result) {
            case SettleResult.AlreadySettled _ -> ProblemType.ALREADY_SETTLED;
            case SettleResult.LeasedAnew _ -> ProblemType.LEASED_ANEW;
            case SettleResult.Unknown _ -> ProblemType.NO_SUCH_LEASE;
            case SettleResult.TooLong _ -> ProblemType.INVALID;
            case SettleResult.Refused refused -> type(refused.refusal());
            case SettleResult.LeaseEnded _, SettleResult.Done _ -> ProblemType.LEASE_ENDED;
        };
    }

    private static long retryAfterMillis(Refusal refusal) {
        return switch (refusal) {
            case Refusal.QueueDeletedRecently recently -> recently.retryAfterMillis();
            case Refusal.Throttled throttled -> throttled.retryAfterMillis();
            case Refusal.DiskFull _,
                    Refusal.OutOfMemory _,
                    Refusal.QueueFull _,
                    Refusal.TooManyLeases _ ->
                    LOOK_AGAIN_MILLIS;
            case Refusal.ShuttingDown _ -> LOOK_AGAIN_MILLIS;
            case Refusal.NoSuchQueue _,
                    Refusal.QueueExists _,
                    Refusal.QueuePaused _,
                    Refusal.ReadInPlace _,
                    Refusal.NoSuchSubscription _,
                    Refusal.SubscriptionExists _,
                    Refusal.NoSuchReplay _,
                    Refusal.ReplayOver _,
                    Refusal.NoSuchRedrive _,
                    Refusal.NoSuchScheduled _,
                    Refusal.NoSuchSchedule _,
                    Refusal.TooManySchedules _,
                    Refusal.NameTaken _,
                    Refusal.RedriveInProgress _,
                    Refusal.RedriveEnded _,
                    Refusal.InvalidSetting _,
                    Refusal.MessageTooLarge _,
                    Refusal.ChangeTooLarge _,
                    Refusal.NotAcked _,
                    Refusal.StorageFailed _,
                    Refusal.Damaged _ ->
                    Problem.NEVER;
        };
    }
}
