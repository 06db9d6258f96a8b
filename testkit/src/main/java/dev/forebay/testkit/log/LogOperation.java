package dev.forebay.testkit.log;

import java.util.List;

/** Something asked of a store, with what came of it. Mutated by the history alone. */
final class LogOperation {
    /** What is known of it. */
    enum Fate {
        /** Not answered, or answered with a failure that leaves it open. */
        OPEN,
        /** It is in the log and stays there. */
        IN,
        /** It is not in the log and never will be. */
        OUT
    }

    final int number;
    final LogStep step;
    final Fate fate;

    /** Base offset of each target of each entry; empty while unknown. */
    final List<Long> offsets;

    LogOperation(int number, LogStep step, Fate fate, List<Long> offsets) {
        this.number = number;
        this.step = step;
        this.fate = fate;
        this.offsets = offsets;
    }

    LogOperation with(Fate newFate, List<Long> newOffsets) {
        return new LogOperation(number, step, newFate, newOffsets);
    }

    @Override
    public String toString() {
        return "#" + number + " " + fate + " " + step;
    }
}
