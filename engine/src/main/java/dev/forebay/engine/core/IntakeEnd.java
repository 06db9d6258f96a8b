package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;

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
                public void failed(Refusal why) {
                    // Whoever receives is told.
                }
            };

    /** All that was meant was taken, and nothing of it is under way. */
    void done();

    /** A message cannot be read, and is tried again in a while; or cannot be taken. */
    void failed(Refusal why);
}
