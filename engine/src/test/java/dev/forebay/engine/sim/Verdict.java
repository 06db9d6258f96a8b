package dev.forebay.engine.sim;

import dev.forebay.engine.Refusal;

/** What a refusal tells of the command that was refused, and whether it is to be believed. */
enum Verdict {
    /** It was certainly not done. */
    NOT_DONE,
    /** It may have been done. */
    UNKNOWN;

    /** Judges a refusal; one that has no reason is a failure. */
    static Verdict of(Refusal refusal, Machine machine, String command) {
        return switch (refusal) {
            case Refusal.StorageFailed failed -> onlyDisturbed(machine, UNKNOWN, refusal, command);
            case Refusal.DiskFull full -> onlyDisturbed(machine, NOT_DONE, refusal, command);
            case Refusal.Damaged damaged -> onlyDisturbed(machine, UNKNOWN, refusal, command);
            case Refusal.QueueFull full -> NOT_DONE;
            case Refusal.NotAcked not -> NOT_DONE;
            case Refusal.Throttled throttled -> NOT_DONE;
            case Refusal.QueuePaused paused -> NOT_DONE;
            case Refusal.TooManyLeases leases -> NOT_DONE;
            case Refusal.ShuttingDown down -> UNKNOWN;
            default -> throw groundless(refusal, command);
        };
    }

    private static Verdict onlyDisturbed(
            Machine machine, Verdict verdict, Refusal refusal, String command) {
        if (!machine.isDisturbed()) {
            throw groundless(refusal, command);
        }
        return verdict;
    }

    private static SimulationFailure groundless(Refusal refusal, String command) {
        return new SimulationFailure("refused without a reason: " + refusal + " to " + command);
    }
}
