package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.Damage;
import dev.forebay.log.LogStore;
import dev.forebay.log.embedded.CorruptLogException;
import dev.forebay.testkit.disk.DiskAtRest;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promises P3 and P7: one bit of a data set of all kinds of files turns round, or one sector is
 * lost, and the store never serves a wrong byte, never loses anything in silence, never more than
 * what was hit, and with serve-rest it serves all the rest.
 */
class EmbeddedBitRotTest {
    private static final int BATCHES = 22;
    private static final int HEADER = 72;
    private static final int FRAME_MAGIC = 0x46426672;
    private static final int BLANK_STRIDE = 64;

    /** How the process had ended before the damage. */
    enum End {
        /** All is in segments and a checkpoint. */
        CLEAN,
        /** Much is in the commit log alone, every frame of it marked. */
        KILLED
    }

    private int harmless;
    private int reported;

    @ParameterizedTest
    @EnumSource
    void one_bit_turned_is_reported_and_costs_one_batch_at_most(End end) throws IOException {
        SimDisk disk = dataSet(end);
        List<ByteBuffer> made = made();
        for (String path : disk.atRest().files()) {
            byte[] bytes = disk.atRest().bytes(path);
            for (int at = 0; at < bytes.length; at += stride(bytes, at)) {
                boolean everyBit = EmbeddedStores.exhaustive() || isHeader(bytes, at);
                for (int bit = everyBit ? 0 : at % 8; bit < (everyBit ? 8 : at % 8 + 1); bit++) {
                    SimDisk damaged = disk.copy();
                    damaged.atRest().flipBit(path, at * 8L + bit);
                    judge(damaged, made, 1, path + " byte " + at + " bit " + bit);
                }
            }
        }
        report("bits", end);
    }

    @ParameterizedTest
    @EnumSource
    void one_sector_lost_is_reported_and_costs_what_lay_in_it(End end) throws IOException {
        SimDisk disk = dataSet(end);
        List<ByteBuffer> made = made();
        for (String path : disk.atRest().files()) {
            long sectors = (disk.atRest().size(path) + DiskAtRest.SECTOR - 1) / DiskAtRest.SECTOR;
            for (long sector = 0; sector < sectors; sector++) {
                SimDisk damaged = disk.copy();
                damaged.atRest().zeroSector(path, sector);
                judge(damaged, made, batchesPerSector(), path + " sector " + sector);
            }
        }
        report("sectors", end);
    }

    /**
     * The smallest batch has more than a quarter of a sector, and one may begin and one end in it.
     */
    private static int batchesPerSector() {
        return 5;
    }

    private void judge(SimDisk damaged, List<ByteBuffer> made, int lossMax, String where)
            throws IOException {
        boolean refused = refuses(damaged.copy());
        EmbeddedMachine machine = new EmbeddedMachine(EmbeddedStores.SERVING_REST, 1);
        LogStore store;
        try {
            store = machine.boot(damaged);
        } catch (CorruptLogException nothingLeftToServe) {
            assertThat(refused).as(where).isTrue();
            reported++;
            return;
        }
        List<Damage> atStart = store.damages();
        RottenView view = RottenView.of(store, machine, made);
        Set<Long> lost = new TreeSet<>();
        for (int i = 0; i < made.size(); i++) {
            if (!view.served().contains(ScriptBatch.id(i, 0))) {
                lost.add((long) i);
            }
        }
        boolean told = !atStart.isEmpty() || !view.refusals().isEmpty() || refused;
        assertThat(lost.isEmpty() || told).as("%s: %s lost in silence", where, lost).isTrue();
        assertThat(lost)
                .as("%s: lost, reported %s", where, atStart)
                .hasSizeLessThanOrEqualTo(lossMax);
        reported += told ? 1 : 0;
        harmless += told ? 0 : 1;
    }

    private static boolean refuses(SimDisk damaged) throws IOException {
        try {
            LogStore store = new EmbeddedMachine(EmbeddedStores.REFUSING, 1).boot(damaged);
            return !store.damages().isEmpty();
        } catch (CorruptLogException e) {
            assertThat(e.damages()).isNotEmpty();
            return true;
        }
    }

    private static SimDisk dataSet(End end) throws IOException {
        List<LogStep> steps = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            steps.add(LogStep.append("s" + i % 3, 150 + i * 67));
            steps.add(new LogStep.Await());
        }
        SimDisk disk = new SimDisk();
        LogMachine machine = EmbeddedStores.machines(EmbeddedStores.REFUSING).machine(1);
        LogStore store = machine.boot(disk);
        LogRun run = new LogRun(seed -> machine, new LogHistory(), steps);
        run.playOn(disk, store, machine);
        machine.pass(100);
        if (end == End.CLEAN) {
            store.close();
        }
        return disk.restart();
    }

    private static List<ByteBuffer> made() {
        List<ByteBuffer> made = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            made.add(ScriptBatch.make(i, 0, 1, 150 + i * 67));
        }
        return made;
    }

    /** In CI each byte, of headers each bit, and few bytes where nothing was ever written. */
    private static int stride(byte[] bytes, int at) {
        if (EmbeddedStores.exhaustive() || isHeader(bytes, at)) {
            return 1;
        }
        return isBlank(bytes, at) ? BLANK_STRIDE : 1;
    }

    /** At the beginning of a file, or of a frame. */
    private static boolean isHeader(byte[] bytes, int at) {
        int sector = at - at % DiskAtRest.SECTOR;
        return at < HEADER
                || (at % DiskAtRest.SECTOR < HEADER
                        && bytes.length >= sector + Integer.BYTES
                        && ByteBuffer.wrap(bytes).getInt(sector) == FRAME_MAGIC);
    }

    private static boolean isBlank(byte[] bytes, int at) {
        for (int i = at; i < Math.min(bytes.length, at + BLANK_STRIDE); i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void report(String what, End end) {
        System.out.printf(
                "bit rot, %s, %s: %d reported, %d without effect, none silent%n",
                what, end, reported, harmless);
    }
}
