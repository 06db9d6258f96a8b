package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.testkit.crash.CrashExplorer;
import dev.forebay.testkit.crash.CrashPoint;
import dev.forebay.testkit.log.FlawedDisk.Flaw;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The suites find bugs planted in the embedded store; each point at which one was found stays. */
class EmbeddedFlawsTest {
    private final CrashExplorer explorer = new CrashExplorer(8, "planted on purpose: %s");

    @ParameterizedTest
    @CsvSource({
        "NO_DIRECTORY_SYNC, first-start/29/posix/0/kill_and_power_cut",
        "ANSWER_BEFORE_SYNC, first-start/28/posix/0/kill_and_power_cut",
        "RETRY_FAILED_SYNC, first-start/39/ext4_ordered/195/error_restart_and_power_cut",
        "IGNORE_WRITE_ERROR, one-append/43/xfs/215/error_and_power_cut",
        "TRUST_PAGE_CACHE, recycling-small-frames/136/xfs/684/error_restart_and_power_cut",
        "RENAME_NOT_ATOMIC, first-start/43/posix/0/kill_and_power_cut"
    })
    void a_flaw_is_found_again_where_it_was_found(Flaw flaw, String point) {
        CrashPoint where = CrashPoint.parse(point);
        LogScenario scenario =
                scenarios(flaw).stream()
                        .filter(one -> one.name().equals(where.scenario()))
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(() -> explorer.replay(scenario, where))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(point);
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "forebay.exhaustive", matches = "true")
    void each_flaw_is_found(Flaw flaw) {
        assertThatThrownBy(() -> hunt(flaw))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("crash point");
    }

    private void hunt(Flaw flaw) {
        for (LogScenario scenario : scenarios(flaw)) {
            explorer.explore(scenario);
            explorer.exploreErrors(scenario);
        }
    }

    private static List<LogScenario> scenarios(Flaw flaw) {
        return LogScenarios.all(seed -> new FlawedMachine(seed, flaw));
    }

    private record FlawedMachine(EmbeddedMachine machine, Flaw flaw) implements LogMachine {
        FlawedMachine(long seed, Flaw flaw) {
            this(new EmbeddedMachine(EmbeddedStores.REFUSING, seed), flaw);
        }

        @Override
        public LogStore boot(Disk disk) throws IOException {
            return machine.boot(new FlawedDisk(disk, flaw));
        }

        @Override
        public void driveUntil(BooleanSupplier condition) {
            machine.driveUntil(condition);
        }

        @Override
        public void pass(long millis) {
            machine.pass(millis);
        }
    }
}
