package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;

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

    /**
     * A command's end: what it is answered then; else it is refused with why nothing is written.
     */
    static <T> Durable otherwiseRefused(Reply<T> reply, Runnable end) {
        return new Durable() {
            @Override
            public void durable() {
                end.run();
            }

            @Override
            public void lost(Refusal refusal) {
                reply.refused(refusal);
            }
        };
    }

    void durable();

    /** It will not be: storage failed. */
    void lost(Refusal refusal);
}
