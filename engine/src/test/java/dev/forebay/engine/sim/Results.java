package dev.forebay.engine.sim;

import dev.forebay.engine.SettleResult;

/** Names of how a command can end, as far as the model tells ends apart. */
final class Results {
    static final String SENT = "sent";
    static final String DUPLICATE = "duplicate";
    static final String PURGED = "purged";
    static final String WITHDRAWN = "withdrawn";
    static final String DONE = "Done";
    static final String ALREADY_SETTLED = "AlreadySettled";
    static final String LEASE_ENDED = "LeaseEnded";
    static final String LEASED_ANEW = "LeasedAnew";
    static final String TOO_LONG = "TooLong";

    private Results() {}

    static String of(SettleResult result) {
        return result.getClass().getSimpleName();
    }
}
