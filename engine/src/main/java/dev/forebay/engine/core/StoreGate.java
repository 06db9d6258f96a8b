package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.StoreState;
import org.jspecify.annotations.Nullable;

/** What may still be asked of the store, and the refusal for what may not. */
final class StoreGate {
    /** Kinds of work in the order in which a filling disk turns them away. */
    enum Work {
        SEND(1),
        MOVE(1),
        RELEASE(0.5),
        RECEIVE(0.25),
        ACK(0);

        /**
         * Refused when less than this part of the reserve is left, or when the reserve is in use.
         */
        private final double reserveNeeded;

        Work(double reserveNeeded) {
            this.reserveNeeded = reserveNeeded;
        }
    }

    private final LogStore store;
    private final Commits commits;
    private boolean stopping;
    private @Nullable Refusal failed;

    StoreGate(LogStore store, Commits commits) {
        this.store = store;
        this.commits = commits;
    }

    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** The refusal for this work, or null when it may go on. */
    @Nullable Refusal refusal(Work work) {
        if (failed != null) {
            return failed;
        }
        if (stopping && work != Work.MOVE) {
            return new Refusal.ShuttingDown();
        }
        return switch (store.state()) {
            case StoreState.Accepting accepting -> held();
            case StoreState.UsingReserve reserve -> inReserve(work, reserve.reserveLeft());
            case StoreState.Failed broken -> fail(broken.reason());
            case StoreState.Closed closed -> new Refusal.ShuttingDown();
        };
    }

    /** Why nothing can be recorded any more, or null. Only a restart ends this. */
    @Nullable Refusal failure() {
        return failed;
    }

    /** Nothing is accepted any more. */
    Refusal fail(String reason) {
        Refusal refusal = failed == null ? new Refusal.StorageFailed(reason) : failed;
        failed = refusal;
        return refusal;
    }

    Refusal refusal(LogFailure failure) {
        return failure instanceof LogFailure.Failed broken
                ? fail(broken.reason())
                : Refusal.of(failure);
    }

    private @Nullable Refusal inReserve(Work work, double left) {
        boolean allowed = work.reserveNeeded < 1 && left >= work.reserveNeeded;
        return allowed ? held() : new Refusal.DiskFull();
    }

    /** What is decided already may wait for room: nothing is added to it. */
    private @Nullable Refusal held() {
        LogFailure shortage = commits.shortage();
        return shortage == null ? null : refusal(shortage);
    }
}
