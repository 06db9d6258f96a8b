package dev.forebay.engine.core;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One append on its way to the disk, and what waits for it. */
abstract class Commit implements AppendCompletion, Arrival {
    private static final long[] NOT_YET = {};

    private final Commits commits;
    final List<StreamAppend> entries;
    private long[] offsets = NOT_YET;
    private @Nullable LogFailure failure;
    private @Nullable CommitLine line;
    private Place place = Place.AT_STORE;

    /** How far the append has come. */
    private enum Place {
        AT_STORE,
        /** Waits for room. */
        HELD,
        DONE
    }

    private List<Runnable> followers = List.of();

    Commit(Commits commits, List<StreamAppend> entries) {
        this.commits = commits;
        this.entries = entries;
    }

    /** Sends it out behind all others of the line. */
    void enter(CommitLine entered) {
        line = entered;
        entered.submit(this);
    }

    /** The line that it is or was in. */
    CommitLine line() {
        CommitLine entered = line;
        if (entered == null) {
            throw new IllegalStateException("not sent out yet");
        }
        return entered;
    }

    /** On disk, as far as it has to be. Called on the lane, in the order of the appends. */
    protected abstract void confirmed(long[] baseOffsets);

    /** Not on disk; called on the lane. */
    protected abstract void refused(LogFailure why);

    /** Whether want of room only delays this commit, since the state already reflects it. */
    protected abstract boolean insists();

    @Override
    public final void completed(long[] baseOffsets) {
        offsets = baseOffsets;
        commits.arrivals().add(this);
    }

    @Override
    public final void failed(LogFailure why) {
        failure = why;
        commits.arrivals().add(this);
    }

    @Override
    public final void arrived() {
        LogFailure why = failure;
        failure = null;
        if (why == null) {
            place = Place.DONE;
            return;
        }
        boolean triedAgain = why.isForWantOfRoom() && (insists() || isBystander(why));
        if (why.isForWantOfRoom()) {
            line().holdBehind(this, why);
        }
        if (triedAgain) {
            hold();
        } else {
            line().remove(this);
            commits.ended(this);
            refused(why);
        }
    }

    /** Whether it was refused only since it came behind something that there was no memory for. */
    private boolean isBystander(LogFailure why) {
        return why instanceof LogFailure.OutOfMemory && line().isHeld();
    }

    /** Runs this once the commit and all before it have ended. */
    void follow(Runnable then) {
        if (followers.isEmpty()) {
            followers = new ArrayList<>(1);
        }
        followers.add(then);
    }

    List<Runnable> followers() {
        return followers;
    }

    void hold() {
        place = Place.HELD;
    }

    void release() {
        place = Place.AT_STORE;
    }

    boolean isAtStore() {
        return place == Place.AT_STORE;
    }

    boolean isHeld() {
        return place == Place.HELD;
    }

    boolean isDone() {
        return place == Place.DONE;
    }

    void confirm() {
        commits.ended(this);
        confirmed(offsets);
    }
}
