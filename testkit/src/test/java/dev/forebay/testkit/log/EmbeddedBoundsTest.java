package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.LogStore;
import dev.forebay.log.StoreState;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.embedded.NewerFormatException;
import dev.forebay.testkit.disk.DiskCall;
import dev.forebay.testkit.disk.Fault;
import dev.forebay.testkit.disk.FaultPlan;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What the embedded store bounds and what it refuses. */
class EmbeddedBoundsTest {
    private static final int MANY_STREAMS = 10_000;
    private static final int FEW_FILES = 32;
    private static final int COMMIT_FILES_MAX = 4;
    private static final int REFUSED_MAX = 500;
    private static final LogStep AWAIT = new LogStep.Await();

    private final SimDisk disk = new SimDisk();

    @Test
    void ten_thousand_streams_do_not_need_ten_thousand_open_files() throws IOException {
        List<LogStep> steps = new ArrayList<>();
        for (int i = 0; i < MANY_STREAMS; i++) {
            steps.add(LogStep.append("many/" + i, 20));
            if (i % 100 == 0) {
                steps.add(AWAIT);
            }
        }
        steps.add(AWAIT);
        int[] most = {0};
        disk.beforeSync(() -> most[0] = Math.max(most[0], disk.openFiles()));
        LogRun run = run(steps);
        run.play(disk);
        assertThat(most[0]).isLessThan(FEW_FILES);

        SimDisk after = disk.restart();
        after.beforeSync(() -> most[0] = Math.max(most[0], after.openFiles()));
        run.check(after);
        assertThat(most[0]).isLessThan(FEW_FILES);
        assertThat(after.openFiles()).isLessThan(FEW_FILES);
    }

    @Test
    void files_of_the_commit_log_are_used_again() throws IOException {
        List<LogStep> steps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            steps.add(LogStep.append("a", 1000));
            steps.add(AWAIT);
        }
        run(steps).play(disk);
        assertThat(disk.list("commit")).hasSizeLessThanOrEqualTo(COMMIT_FILES_MAX);
    }

    @Test
    void a_folder_of_a_newer_format_is_refused_and_left_as_it_is() throws IOException {
        run(List.of(LogStep.append("a", 20), AWAIT)).play(disk);
        SimDisk newer = disk.restart();
        String body = "forebay log\nversion 2\nid 0000000000000001\n";
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        String text = body + "crc %08x\n".formatted(crc.getValue());
        try (DiskFile file = newer.open("format")) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        }
        long changes = newer.changes();
        assertThatThrownBy(() ->
                        EmbeddedStores.machines(EmbeddedStores.REFUSING).machine(1).boot(newer))
                .isInstanceOf(NewerFormatException.class);
        assertThat(newer.changes()).isEqualTo(changes);
    }

    /** Promise P6. */
    @Test
    void after_one_failed_sync_nothing_is_confirmed_any_more() throws IOException {
        LogMachine machine = EmbeddedStores.machines(EmbeddedStores.REFUSING).machine(1);
        LogStore store = machine.boot(disk);
        LogHistory history = new LogHistory();
        play(machine, store, history, LogStep.append("a", 20));
        boolean[] failed = {false};
        disk.faults(call -> {
            boolean first = call.kind() == DiskCall.Kind.SYNC && !failed[0];
            failed[0] |= first;
            return first ? new Fault.DeviceError() : Fault.NONE;
        });
        play(machine, store, history, LogStep.append("a", 30));
        play(machine, store, history, LogStep.append("a", 40));
        assertThat(history.isAnswered(0)).isTrue();
        assertThat(history.isAnswered(1)).isFalse();
        assertThat(history.isAnswered(2)).isFalse();
        assertThat(store.state()).isInstanceOf(StoreState.Failed.class);
    }

    /** Promise P8, on a volume without inodes or with a quota; seed 267 of the simulation. */
    @Test
    void a_volume_that_refuses_although_it_says_it_has_room_is_not_asked_without_a_pause()
            throws IOException {
        LogMachine machine = EmbeddedStores.machines(EmbeddedStores.REFUSING).machine(1);
        LogStore store = machine.boot(disk);
        LogHistory history = new LogHistory();
        int[] refused = {0};
        disk.faults(call -> {
            boolean hit = call.kind() != DiskCall.Kind.READ && call.path().startsWith("segments/");
            refused[0] += hit ? 1 : 0;
            if (refused[0] > REFUSED_MAX) {
                throw new AssertionError("asked " + refused[0] + " times");
            }
            return hit ? new Fault.Full() : Fault.NONE;
        });
        for (int i = 0; i < 40; i++) {
            play(machine, store, history, LogStep.append("a", 1500));
        }
        machine.pass(3_000);
        assertThat(refused[0]).isPositive();
        assertThat(store.state()).isInstanceOf(StoreState.UsingReserve.class);

        disk.faults(FaultPlan.NONE);
        machine.pass(3_000);
        assertThat(store.state()).isInstanceOf(StoreState.Accepting.class);
        int last = history.nextNumber();
        play(machine, store, history, LogStep.append("a", 20));
        assertThat(history.isAnswered(last)).isTrue();
    }

    private void play(LogMachine machine, LogStore store, LogHistory history, LogStep step) {
        new LogRun(seed -> machine, history, List.of(step)).playOn(disk, store, machine);
    }

    private static LogRun run(List<LogStep> steps) {
        return new LogRun(
                EmbeddedStores.machines(EmbeddedStores.REFUSING), new LogHistory(), steps);
    }
}
