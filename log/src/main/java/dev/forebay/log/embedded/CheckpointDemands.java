package dev.forebay.log.embedded;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Who waits for a checkpoint. One under way does not cover what was committed since it began: who
 * comes meanwhile waits for the next. Storage task only.
 */
final class CheckpointDemands {
    private static final long[] NO_OFFSETS = {};

    private final List<AppendCompletion> waiting = new ArrayList<>();
    private final List<AppendCompletion> underWay = new ArrayList<>();

    void add(AppendCompletion completion) {
        waiting.add(completion);
    }

    /** Whether somebody waits for one to begin. */
    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    /** A checkpoint begins. */
    void begun() {
        underWay.addAll(waiting);
        waiting.clear();
    }

    /** It is on disk. */
    void written() {
        List<AppendCompletion> answered = List.copyOf(underWay);
        underWay.clear();
        answered.forEach(completion -> completion.completed(NO_OFFSETS));
    }

    /** There will be none. */
    void refuse(LogFailure why) {
        begun();
        List<AppendCompletion> refused = List.copyOf(underWay);
        underWay.clear();
        refused.forEach(completion -> completion.failed(why));
    }
}
