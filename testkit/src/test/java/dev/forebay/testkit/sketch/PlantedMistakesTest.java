package dev.forebay.testkit.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.testkit.crash.CrashExplorer;
import dev.forebay.testkit.crash.CrashPoint;
import dev.forebay.testkit.crash.CrashRun;
import dev.forebay.testkit.crash.Exploration;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.LogScenario;
import dev.forebay.testkit.log.LogScenarios;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite that cannot fail proves nothing: each mistake must be found, and none where none is. */
class PlantedMistakesTest {
    private static final Set<Mistake> NONE = EnumSet.noneOf(Mistake.class);
    private static final int SCENARIOS_IN_CI = 14;

    private final CrashExplorer explorer = new CrashExplorer(8, "planted on purpose: %s");

    @Test
    void a_store_without_a_mistake_passes_everything() {
        Exploration total = Exploration.NONE;
        for (LogScenario scenario : scenarios(NONE).subList(0, SCENARIOS_IN_CI)) {
            total = total.plus(explorer.explore(scenario)).plus(explorer.exploreErrors(scenario));
        }
        assertThat(total.states()).isGreaterThan(10_000);
    }

    /** The points at which {@link #each_mistake_is_found} found them. */
    @ParameterizedTest
    @CsvSource({
        "NO_DIRECTORY_SYNC, first-start/0/ext4_ordered/0/again_when_serving",
        "ANSWER_BEFORE_SYNC, one-append/13/ext4_ordered/312/again_in_recovery",
        "RETRY_FAILED_SYNC, one-append/14/posix/74/error_and_power_cut",
        "IGNORE_WRITE_ERROR, one-append/16/xfs/80/error_and_power_cut",
        "NO_LENGTH_CHECK, one-append/13/posix/334/power_cut",
        "NO_CRC_CHECK, one-append/13/ext4_ordered/316/again_in_recovery",
        "TRUST_PAGE_CACHE, first-start/10/posix/10/kill_and_power_cut",
        "OLD_FRAME_TAKEN, one-append/14/ext4_ordered/343/again_in_recovery",
        "GROUP_SPLIT, group-across-streams/13/ext4_ordered/313/power_cut",
        "RENAME_BEFORE_SYNC, first-start/2/ext4_ordered/51/again_in_recovery"
    })
    void a_mistake_is_found_again_where_it_was_found(Mistake mistake, String point) {
        CrashPoint where = CrashPoint.parse(point);
        assertThatThrownBy(() -> explorer.replay(scenario(where, Set.of(mistake)), where))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(point);
        assertThat(explorer.replay(scenario(where, NONE), where)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUT_AT_FIRST_BAD_CRC")
    @EnabledIfSystemProperty(named = "forebay.exhaustive", matches = "true")
    void each_mistake_is_found(Mistake mistake) {
        assertThatThrownBy(() -> hunt(Set.of(mistake)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("crash point");
    }

    @Test
    void damage_is_refused_and_a_recovery_that_cuts_it_off_is_found() throws IOException {
        assertThatThrownBy(() -> startOverDamage(NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> startOverDamage(Set.of(Mistake.CUT_AT_FIRST_BAD_CRC)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no prefix");
    }

    private static void startOverDamage(Set<Mistake> mistakes) throws IOException {
        LogScenario scenario = scenarios(mistakes).get(2);
        SimDisk disk = new SimDisk();
        CrashRun run = scenario.begin();
        run.play(disk);
        SimDisk damaged = disk.restart();
        damaged.atRest().flipBit("log", 8 * 600);
        run.check(damaged);
    }

    private void hunt(Set<Mistake> mistakes) {
        for (LogScenario scenario : scenarios(mistakes)) {
            explorer.explore(scenario);
            explorer.exploreErrors(scenario);
        }
    }

    private static LogScenario scenario(CrashPoint point, Set<Mistake> mistakes) {
        return scenarios(mistakes).stream()
                .filter(scenario -> scenario.name().equals(point.scenario()))
                .findFirst()
                .orElseThrow();
    }

    private static List<LogScenario> scenarios(Set<Mistake> mistakes) {
        return LogScenarios.all(seed -> new SketchMachine(mistakes));
    }
}
