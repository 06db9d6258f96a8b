package dev.forebay.server.health;

import dev.forebay.log.Damage;
import dev.forebay.log.LogStore;
import dev.forebay.log.StoreState;
import dev.forebay.server.health.Check.Answer;
import dev.forebay.server.health.Check.Weight;
import java.util.List;

/** What the log tells of itself. */
public final class LogChecks {
    private LogChecks() {}

    /** Checks {@code storage}, {@code disk} and {@code damage}. */
    public static List<Check> of(LogStore log) {
        return List.of(
                new Check("storage", Weight.NEEDED, () -> storage(log.state())),
                new Check("disk", Weight.ADVICE, () -> disk(log.state())),
                new Check("damage", Weight.ADVICE, () -> damage(log.damages())));
    }

    /** Whether the log takes writes. */
    public static Answer storage(StoreState state) {
        return switch (state) {
            case StoreState.Accepting _, StoreState.UsingReserve _ ->
                    Answer.well("The log takes writes.");
            case StoreState.Failed failed ->
                    Answer.unwell(
                            "Storage failed ("
                                    + failed.reason()
                                    + "). Nothing is accepted until a restart has verified the disk.");
            case StoreState.Closed _ -> Answer.unwell("The log is closed.");
        };
    }

    static Answer disk(StoreState state) {
        return switch (state) {
            case StoreState.UsingReserve reserve ->
                    Answer.unwell(
                            "The disk is nearly full; sends are refused, %d %% of the reserve is left."
                                    .formatted(Math.round(reserve.reserveLeft() * 100)));
            case StoreState.Accepting _, StoreState.Failed _, StoreState.Closed _ ->
                    Answer.well("The reserve is untouched.");
        };
    }

    /** Whether damage is known. */
    public static Answer damage(List<Damage> damages) {
        if (damages.isEmpty()) {
            return Answer.well("No damage is known.");
        }
        Damage first = damages.getFirst();
        return Answer.unwell(
                damages.size()
                        + " damaged ranges are known, the first in "
                        + first.file()
                        + " at "
                        + first.position()
                        + ": "
                        + first.detail());
    }
}
