package dev.forebay.httpapi.alerts;

import dev.forebay.httpapi.alerts.QueueSight.Readers;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** When a queue needs somebody. */
final class QueueRules {
    /** Of a limit, from which on a queue is nearly full, and below which no more so. */
    private static final double NEARLY_FULL = 0.9;

    private static final double ROOM_AGAIN = 0.8;

    /** Of its objective, below which the age of the oldest message is well. */
    private static final double YOUNG_AGAIN = 0.8;

    private QueueRules() {}

    static Map<AlertKind, Verdict> judge(QueueSight sight) {
        Map<AlertKind, Verdict> verdicts = new EnumMap<>(AlertKind.class);
        verdicts.put(AlertKind.AGE_OBJECTIVE, age(sight));
        verdicts.put(AlertKind.DEAD_LETTERS, deadLetters(sight));
        verdicts.put(AlertKind.NO_CONSUMERS, readers(sight));
        verdicts.put(AlertKind.NEARLY_FULL, fullness(sight));
        return verdicts;
    }

    private static Verdict age(QueueSight sight) {
        long objective = sight.ageObjectiveMillis().orElse(Long.MAX_VALUE);
        if (sight.ageMillis() > objective) {
            return Verdict.warning(() ->
                    "The oldest message of %s waits for longer than the age objective, %s."
                            .formatted(sight.queue(), InWords.span(objective)));
        }
        return sight.ageMillis() > objective * YOUNG_AGAIN ? Verdict.BETWEEN : Verdict.GOOD;
    }

    private static Verdict deadLetters(QueueSight sight) {
        return sight.newDeadLetters() == 0
                ? Verdict.GOOD
                : Verdict.warning(() -> "Messages of %s are given up.".formatted(sight.queue()));
    }

    private static Verdict readers(QueueSight sight) {
        return sight.ready() == 0 || sight.readers() != Readers.NONE
                ? Verdict.GOOD
                : Verdict.warning(() ->
                        "%s in %s and nobody receives."
                                .formatted(InWords.waiting(sight.ready()), sight.queue()));
    }

    private static Verdict fullness(QueueSight sight) {
        Verdict depth = fullness(sight, sight.waiting(), sight.maxDepth(), InWords::messages);
        return depth.equals(Verdict.GOOD)
                ? fullness(sight, sight.bytes(), sight.maxBytes(), InWords::bytes)
                : depth;
    }

    private static Verdict fullness(
            QueueSight sight, long used, OptionalLong limit, LongFunction<String> shown) {
        if (limit.isEmpty() || limit.getAsLong() <= 0) {
            return Verdict.GOOD;
        }
        long most = limit.getAsLong();
        if (used >= most) {
            return Verdict.critical(() ->
                    "%s is at its limit of %s and refuses sends."
                            .formatted(sight.queue(), shown.apply(most)));
        }
        if (used >= most * NEARLY_FULL) {
            return Verdict.warning(() ->
                    "%s is at %d %% of its limit of %s."
                            .formatted(sight.queue(), used * 100 / most, shown.apply(most)));
        }
        return used > most * ROOM_AGAIN ? Verdict.BETWEEN : Verdict.GOOD;
    }
}
