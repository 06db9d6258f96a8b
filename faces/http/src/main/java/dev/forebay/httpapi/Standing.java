package dev.forebay.httpapi;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.httpapi.codec.JsonOut;
import java.util.Comparator;
import java.util.OptionalLong;

/**
 * How one queue stands at one instant.
 *
 * @param drainMillis until it is empty if that goes on; empty when it does not become so
 * @param ageObjectiveMillis how old its oldest message should get at most, if anybody said so
 * @param consumers who received within the last minutes
 * @param takesDeadLetters whether others send their dead letters there
 */
record Standing(
        Figures figures,
        QueueState state,
        OptionalLong drainMillis,
        OptionalLong ageObjectiveMillis,
        int consumers,
        boolean takesDeadLetters) {
    static final Standing NOTHING =
            new Standing(
                    Figures.NOTHING,
                    QueueState.DRY,
                    OptionalLong.of(0),
                    OptionalLong.empty(),
                    0,
                    false);

    /** The one that needs somebody most comes first: by its state, then by how long that is so. */
    static final Comparator<Standing> BY_TROUBLE =
            Comparator.comparing(Standing::state)
                    .thenComparing(
                            Comparator.comparingLong(
                                            (Standing one) -> one.figures().oldestAgeMillis())
                                    .reversed());

    static Standing of(
            QueueInfo queue,
            QueueStats stats,
            Figures figures,
            int consumers,
            boolean takesDeadLetters) {
        OptionalLong objective = queue.settings().ageObjectiveMillis();
        return new Standing(
                figures,
                QueueState.of(
                        stats,
                        figures.depth(),
                        figures.oldestAgeMillis(),
                        objective,
                        consumers,
                        takesDeadLetters),
                stats.pace().drainMillis(),
                objective,
                consumers,
                takesDeadLetters);
    }

    /** As members of the current object. */
    void write(JsonOut out) {
        figures.write(out);
        out.field("state", state.word());
        out.field("consumers", consumers);
        drainMillis.ifPresent(millis -> out.field("drainMillis", millis));
        ageObjectiveMillis.ifPresent(millis -> out.field("ageObjectiveMillis", millis));
    }
}
