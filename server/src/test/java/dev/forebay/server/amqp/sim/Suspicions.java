package dev.forebay.server.amqp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What looks like a broken rule and may be none: what the server does to two connections in one
 * instant reaches them one after the other, in any order. It is judged when the instant is over.
 */
final class Suspicions {
    private final List<Suspicion> open = new ArrayList<>();

    private record Suspicion(String rule, long at, BooleanSupplier innocent) {}

    /**
     * Notes one.
     *
     * @param now the instant
     * @param innocent whether it was none, asked later
     */
    void add(String rule, long now, BooleanSupplier innocent) {
        open.add(new Suspicion(rule, now, innocent));
    }

    /** Judges those of instants before now. */
    void judge(long now) {
        for (Suspicion one : List.copyOf(open)) {
            if (one.at() < now) {
                open.remove(one);
                if (!one.innocent().getAsBoolean()) {
                    throw new SimulationFailure(one.rule());
                }
            }
        }
    }

    /** The server died within the instant: it is not known what else it would have done. */
    void forget() {
        open.clear();
    }
}
