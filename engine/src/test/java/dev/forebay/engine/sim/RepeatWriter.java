package dev.forebay.engine.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws schedules into every third script, from chance of its own. Every other death comes when a
 * run is about to be made.
 */
final class RepeatWriter {
    private static final int LEAST = 4;
    private static final int MORE = 24;
    private static final int SHARE = 3;
    private static final List<Step.RepeatAct> ACTS = List.of(Step.RepeatAct.values());

    /** In so many tasks a run gets to the disk, about. */
    private static final int MOST_TASKS = 25;

    private RepeatWriter() {}

    static Script into(Script plain) {
        Random random = new Random(plain.seed() * 0x9E3779B97F4A7C15L + 4);
        if (random.nextInt(SHARE) > 0) {
            return plain;
        }
        List<Step> steps = new ArrayList<>(plain.steps());
        int count = LEAST + random.nextInt(MORE);
        for (int i = 0; i < count; i++) {
            Step.RepeatAct act =
                    random.nextBoolean()
                            ? Step.RepeatAct.PUT
                            : ACTS.get(random.nextInt(ACTS.size()));
            Step.Repeat step =
                    new Step.Repeat(act, random.nextInt(1 << 16), random.nextInt(1 << 16));
            // The first come early, so that much happens to them.
            int within = i < LEAST ? steps.size() / 8 : steps.size();
            steps.add(random.nextInt(within), step);
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.Crash && random.nextBoolean()) {
                steps.add(i, new Step.Run(1 + random.nextInt(MOST_TASKS)));
                steps.add(i, new Step.Repeat(Step.RepeatAct.AWAIT, 0, 0));
            }
        }
        return plain.with(steps);
    }
}
