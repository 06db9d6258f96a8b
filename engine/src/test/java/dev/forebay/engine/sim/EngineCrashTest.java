package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.testkit.crash.CrashExplorer;
import dev.forebay.testkit.crash.CrashPoint;
import dev.forebay.testkit.crash.Exploration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Promises P1, P2, P5, P6 and P10 of engine and log together: the power goes after every operation
 * of the disk of every story, and every call of the disk fails in turn. What was answered is as it
 * was answered, each unanswered command happened wholly or not at all.
 */
class EngineCrashTest {
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("forebay.exhaustive");
    private static final int VARIANTS = 8;
    private static final int EXHAUSTIVE_VARIANTS = 128;
    private static final int STORIES = 24;
    private static final long STATES_IN_CI = 30_000;
    private static final long STATES_EXHAUSTIVE = 500_000;
    private static final String REPLAY =
            "mvn test -pl engine -am -Dtest=EngineCrashTest#one_point"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dforebay.crash=%s";

    private final CrashExplorer explorer =
            new CrashExplorer(EXHAUSTIVE ? EXHAUSTIVE_VARIANTS : VARIANTS, REPLAY);

    @Test
    void nothing_answered_is_undone_wherever_the_power_goes() {
        Exploration seen = all(story -> explorer.explore(story.scenario()));
        System.out.println("engine, power cuts: " + seen);
        assertThat(seen.scenarios()).isGreaterThanOrEqualTo(STORIES);
        assertThat(seen.states())
                .isGreaterThanOrEqualTo(EXHAUSTIVE ? STATES_EXHAUSTIVE : STATES_IN_CI);
    }

    @Test
    void nothing_answered_is_undone_whichever_call_fails() {
        Exploration seen = all(story -> explorer.exploreErrors(story.scenario()));
        System.out.println("engine, failed calls: " + seen);
        assertThat(seen.scenarios()).isGreaterThanOrEqualTo(STORIES);
    }

    /** Replays the point in {@code -Dforebay.crash}, as the message of a failure says. */
    @Test
    @EnabledIfSystemProperty(named = "forebay.crash", matches = ".+")
    void one_point() {
        CrashPoint point = CrashPoint.parse(System.getProperty("forebay.crash", ""));
        for (EngineStory story : EngineStories.all()) {
            if (story.name().equals(point.scenario())) {
                assertThat(explorer.replay(story.scenario(), point)).isPositive();
            }
        }
    }

    private static Exploration all(Function<EngineStory, Exploration> explore) {
        List<EngineStory> stories = EngineStories.all();
        return stories.parallelStream().map(explore).reduce(Exploration.NONE, Exploration::plus);
    }
}
