package dev.forebay.server.amqp.sim;

import dev.forebay.testkit.sim.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The steps of one run. */
record Script(long seed, List<Step> steps) {
    private static final int LEAST_STEPS = 150;
    private static final int MOST_MORE = 250;

    /** At these parts of a run the server dies, if at no other time. */
    private static final int DEATHS = 3;

    /** The script of a seed. */
    static Script of(long seed) {
        Random random = Seeds.random(seed);
        List<Step.Kind> urn = new ArrayList<>();
        for (Step.Kind kind : Step.Kind.values()) {
            for (int i = 0; i < kind.weight; i++) {
                urn.add(kind);
            }
        }
        int count = LEAST_STEPS + random.nextInt(MOST_MORE);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean dies = i > 0 && i % (count / DEATHS) == 0;
            Step.Kind kind = dies ? Step.Kind.CRASH : urn.get(random.nextInt(urn.size()));
            steps.add(new Step(kind, random.nextLong()));
        }
        return new Script(seed, steps);
    }

    Script without(int at, int count) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.subList(at, Math.min(at + count, steps.size())).clear();
        return new Script(seed, fewer);
    }
}
