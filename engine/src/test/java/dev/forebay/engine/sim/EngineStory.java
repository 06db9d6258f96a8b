package dev.forebay.engine.sim;

import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.testkit.crash.CrashRun;
import dev.forebay.testkit.crash.CrashScenario;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server and its clients do while the crash explorer takes the power away.
 *
 * @param name see {@link CrashScenario#name}
 * @param limits of the engine
 * @param queues there are, dead-letter queues first
 * @param before happens before the cuts begin; empty for a story that begins with the first start
 * @param steps the story; a {@link Step.Crash} starts the process anew on the disk as it is
 */
record EngineStory(
        String name,
        EngineLimits limits,
        Map<String, QueueSettings> queues,
        List<Step> before,
        List<Step> steps) {
    private static final int SEGMENT_BYTES = 4 << 10;

    EngineSetup setup() {
        return new EngineSetup(1, limits, SEGMENT_BYTES, false, EngineFlaw.NONE);
    }

    /** The story as a scenario; not thread-safe. */
    CrashScenario scenario() {
        return new Scenario(this);
    }

    private static final class Scenario implements CrashScenario {
        private final EngineStory story;
        private @Nullable EngineRun prepared;

        Scenario(EngineStory story) {
            this.story = story;
        }

        @Override
        public String name() {
            return story.name();
        }

        @Override
        public void prepare(SimDisk disk) throws IOException {
            prepared = null;
            if (!story.before().isEmpty()) {
                EngineRun run = new EngineRun(story, story.before());
                run.play(disk);
                prepared = run;
            }
        }

        @Override
        public CrashRun begin() {
            EngineRun ready = prepared;
            return ready == null ? new EngineRun(story, story.steps()) : ready.then(story.steps());
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
