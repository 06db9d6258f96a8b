package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;

/** Is told when an {@link Intake} has come to its end. */
interface IntakeEnd {
    /** For a selection without end. */
    IntakeEnd NEVER =
            new IntakeEnd() {
                @Override
                public void done() {
                    // There is always more to come.
                }

                @Override
                public void failed(LogFailure why) {
                    // Whoever receives is told.
                }
            };

    /** All that was meant was taken, and nothing of it is under way. */
    void done();

    /** The messages cannot be read; it tries again in a while. */
    void failed(LogFailure why);
}
