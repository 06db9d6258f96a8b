package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.testkit.crash.CrashExplorer;
import dev.forebay.testkit.disk.FlawedDisk;
import dev.forebay.testkit.disk.FlawedDisk.Flaw;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The suites find bugs planted in the embedded store; each scenario that one was found in stays.
 */
class EmbeddedFlawsTest {
    private final CrashExplorer explorer = new CrashExplorer(8, "planted on purpose: %s");

    /**
     * The scenarios that {@link #each_flaw_is_found} found them in. Not the exact points: those
     * move with every call that the store makes more or less.
     */
    @ParameterizedTest
    @CsvSource({
        "NO_DIRECTORY_SYNC, first-start",
        "ANSWER_BEFORE_SYNC, first-start",
        "RETRY_FAILED_SYNC, first-start",
        "IGNORE_WRITE_ERROR, one-append",
        "TRUST_PAGE_CACHE, recycling-small-frames",
        "COMPACT_WITHOUT_SYNC, compaction",
        "RENAME_NOT_ATOMIC, first-start"
    })
    void a_flaw_is_found_again_where_it_was_found(Flaw flaw, String name) {
        LogScenario scenario =
                scenarios(flaw).stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(() -> hunt(scenario))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("crash point " + name);
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "forebay.exhaustive", matches = "true")
    void each_flaw_is_found(Flaw flaw) {
        assertThatThrownBy(() -> scenarios(flaw).forEach(this::hunt))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("crash point");
    }

    private void hunt(LogScenario scenario) {
        explorer.explore(scenario);
        explorer.exploreErrors(scenario);
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
