package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.testkit.crash.CrashPoint;
import dev.forebay.testkit.crash.Exploration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promises P1 and P6: the power goes after every operation of the disk, and every call of the disk
 * fails in turn; what was answered is there, each unanswered group wholly or not at all.
 */
class EmbeddedCrashTest {
    private static final long STATES_IN_CI = 30_000;
    private static final long STATES_EXHAUSTIVE = 1_000_000;

    private static Exploration crashes = Exploration.NONE;
    private static Exploration errors = Exploration.NONE;

    static List<LogScenario> scenarios() {
        return EmbeddedStores.scenarios();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void nothing_answered_is_lost_wherever_the_power_goes(LogScenario scenario) {
        crashes = crashes.plus(EmbeddedStores.explorer().explore(scenario));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void nothing_answered_is_lost_whichever_call_fails(LogScenario scenario) {
        errors = errors.plus(EmbeddedStores.explorer().exploreErrors(scenario));
    }

    /** Replays the point in {@code -Dforebay.crash}, as the message of a failure says. */
    @Test
    @EnabledIfSystemProperty(named = "forebay.crash", matches = ".+")
    void one_point() {
        CrashPoint point = CrashPoint.parse(System.getProperty("forebay.crash", ""));
        for (LogScenario scenario : scenarios()) {
            if (scenario.name().equals(point.scenario())) {
                assertThat(EmbeddedStores.explorer().replay(scenario, point)).isPositive();
            }
        }
    }

    /** A suite that explores less than it says would pass in silence. */
    @AfterAll
    static void as_many_states_were_seen_as_the_docs_say() {
        System.out.println("power cuts: " + crashes + ", failed calls: " + errors);
        if (crashes.scenarios() == scenarios().size()) {
            assertThat(crashes.states())
                    .isGreaterThanOrEqualTo(
                            EmbeddedStores.exhaustive() ? STATES_EXHAUSTIVE : STATES_IN_CI);
        }
    }
}
