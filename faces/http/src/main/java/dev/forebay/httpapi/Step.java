package dev.forebay.httpapi;

import java.util.Arrays;
import java.util.Optional;

/** A step in which the past is kept, and how far back. */
enum Step {
    SECOND("1s", 1_000, 600),
    QUARTER_MINUTE("15s", 15_000, 1_440),
    FIVE_MINUTES("5m", 300_000, 2_016);

    private final String word;
    private final int millis;
    private final int points;

    Step(String word, int millis, int points) {
        this.word = word;
        this.millis = millis;
        this.points = points;
    }

    static Optional<Step> of(String word) {
        return Arrays.stream(values()).filter(step -> step.word.equals(word)).findFirst();
    }

    int millis() {
        return millis;
    }

    /** How many are kept. */
    int points() {
        return points;
    }

    /** Which step since the epoch a time is in. */
    long slot(long wall) {
        return Math.floorDiv(wall, millis);
    }
}
