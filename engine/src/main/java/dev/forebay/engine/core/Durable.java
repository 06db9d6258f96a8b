package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;

/** Waits until what was decided is on disk. */
interface Durable {
    /** For changes that nobody asked for. */
    Durable NOBODY =
            new Durable() {
                @Override
                public void durable() {}

                @Override
                public void lost(Refusal refusal) {}
            };

    void durable();

    /** It will not be: storage failed. */
    void lost(Refusal refusal);
}
