package dev.forebay.engine.sim;

import dev.forebay.engine.ReplayInfo.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws paces of replays, and their pauses, resumptions and ends, into scripts from chance of its
 * own; often the server dies soon after a replay was resumed.
 */
final class TurnWriter {
    private static final int[] PACES = {0, 0, 2, 5, 20};
    private static final int MOST_TURNS = 5;
    private static final int LONGEST_PAUSE = 60;
    private static final int SOON_MILLIS = 300;

    private static final List<Phase> PHASES = List.of(Phase.PAUSED, Phase.RUNNING);

    private final Random random;
    private final FaultMix mix;
    private final List<Step> steps = new ArrayList<>();

    private TurnWriter(long seed, FaultMix mix) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 5);
        this.mix = mix;
    }

    static Script into(Script plain, FaultMix mix) {
        TurnWriter writer = new TurnWriter(plain.seed(), mix);
        plain.steps().forEach(step -> writer.steps.add(writer.paced(step)));
        for (int at = plain.steps().size() - 1; at >= 0; at--) {
            if (plain.steps().get(at) instanceof Step.Replay) {
                writer.addTurns(at + 1);
            }
        }
        return plain.with(writer.steps);
    }

    private Step paced(Step step) {
        return step instanceof Step.Replay replay
                ? new Step.Replay(
                        replay.client(),
                        replay.queue(),
                        replay.into(),
                        replay.key(),
                        PACES[random.nextInt(PACES.length)])
                : step;
    }

    /** Turns of the replay that begins just before this step. */
    private void addTurns(int begun) {
        if (random.nextBoolean()) {
            pauseAndResume(begun);
        }
        for (int left = random.nextInt(MOST_TURNS); left > 0; left--) {
            boolean ends = random.nextInt(4) == 0;
            Phase phase = ends ? Phase.CANCELLED : PHASES.get(random.nextInt(PHASES.size()));
            int at = begun + random.nextInt(steps.size() - begun + 1);
            steps.add(at, new Step.Turn(random.nextInt(1 << 16), phase));
        }
    }

    private void pauseAndResume(int begun) {
        List<Step> resume = new ArrayList<>();
        resume.add(new Step.Turn(0, Phase.RUNNING));
        if (random.nextBoolean()) {
            resume.add(new Step.Advance(1 + random.nextInt(SOON_MILLIS)));
            Step.Death death = mix.deaths().get(random.nextInt(mix.deaths().size()));
            resume.add(new Step.Crash(death, random.nextLong()));
        }
        int resumed = Math.min(steps.size(), begun + random.nextInt(LONGEST_PAUSE));
        steps.addAll(resumed, resume);
        int soon = 1 + random.nextInt(SOON_MILLIS);
        steps.addAll(begun, List.of(new Step.Advance(soon), new Step.Turn(0, Phase.PAUSED)));
    }
}
