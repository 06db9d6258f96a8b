package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.embedded.CorruptLogException;
import dev.forebay.log.embedded.MisreadDisk;
import dev.forebay.log.embedded.MisreadDisk.Misreading;
import dev.forebay.testkit.crash.CrashExplorer;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that recovery needs: the suites find each of them gone from the embedded store. */
class EmbeddedMisreadingsTest {
    private static final int FIRST_FRAMES = 3;
    private static final int SECTOR = 512;

    private final CrashExplorer explorer = new CrashExplorer(8, "planted on purpose: %s");

    @ParameterizedTest
    @CsvSource({"NO_LENGTH_CHECK, group-across-streams", "OLD_FRAME_TAKEN, recycling-small-frames"})
    void a_check_that_is_gone_is_missed_by_the_crash_explorer(Misreading misreading, String name) {
        LogScenario scenario =
                LogScenarios.all(seed -> new Misreader(seed, misreading)).stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(() -> explorer.explore(scenario))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("crash point " + name);
    }

    @Test
    void acknowledged_frames_behind_a_damaged_one_are_not_cut_off() throws IOException {
        List<LogStep> steps = new ArrayList<>();
        for (int i = 0; i < 2 * FIRST_FRAMES; i++) {
            steps.add(LogStep.append("a", 50 + i));
            steps.add(new LogStep.Await());
        }
        assertThatThrownBy(
                        () -> overDamage(EmbeddedStores.machines(EmbeddedStores.REFUSING), steps))
                .isInstanceOf(CorruptLogException.class);
        assertThatThrownBy(() ->
                        overDamage(
                                seed -> new Misreader(seed, Misreading.CUT_AT_FIRST_BAD_CRC),
                                steps))
                .isInstanceOf(AssertionError.class);
    }

    private static void overDamage(LogMachine.Factory machines, List<LogStep> steps)
            throws IOException {
        SimDisk disk = new SimDisk();
        LogRun run = new LogRun(machines, new LogHistory(), steps);
        run.play(disk);
        SimDisk damaged = disk.restart();
        damaged.atRest().flipBit("commit/0000.log", 8L * (FIRST_FRAMES * SECTOR + 90));
        run.check(damaged);
    }

    private record Misreader(EmbeddedMachine machine, Misreading misreading) implements LogMachine {
        Misreader(long seed, Misreading misreading) {
            this(new EmbeddedMachine(EmbeddedStores.REFUSING, seed), misreading);
        }

        @Override
        public LogStore boot(Disk disk) throws IOException {
            return machine.boot(MisreadDisk.of(disk, misreading));
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
