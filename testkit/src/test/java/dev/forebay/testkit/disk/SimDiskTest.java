package dev.forebay.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.disk.DiskFullException;
import dev.forebay.log.disk.FileDisk;
import dev.forebay.testkit.sim.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimDiskTest {
    private static final int SEEDS = 400;

    @TempDir Path folder;

    @Test
    void it_answers_every_call_as_the_real_disk_does() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Path root = Files.createDirectory(folder.resolve("s" + seed));
            List<String> real = new DiskScript(seed).runOn(new FileDisk(root));
            List<String> simulated = new DiskScript(seed).runOn(new SimDisk());
            assertThat(simulated).as("seed %d", seed).isEqualTo(real);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_synced_outlives_every_crash(CrashProfile profile) throws IOException {
        SimDisk disk = new SimDisk();
        disk.createDirectory("d");
        disk.syncDirectory("");
        DiskFile file = disk.create("d/f");
        file.write(bytes(3000, 1), 0);
        file.sync();
        disk.syncDirectory("d");
        file.write(bytes(3000, 2), 3000);
        disk.create("d/other").close();
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] left = disk.crash(profile, seed).atRest().bytes("d/f");
            assertThat(left.length).isBetween(3000, 6000);
            assertThat(Arrays.copyOf(left, 3000)).isEqualTo(bytes(3000, 1).array());
        }
    }

    @ParameterizedTest
    @EnumSource
    void sectors_size_and_name_of_what_was_not_synced_survive_or_not(CrashProfile profile)
            throws IOException {
        SimDisk disk = new SimDisk();
        DiskFile kept = disk.create("kept");
        kept.write(bytes(4096, 1), 0);
        kept.sync();
        disk.syncDirectory("");
        kept.write(bytes(4096, 2), 0);
        disk.create("new").close();
        disk.rename("kept", "moved");
        Set<String> names = new HashSet<>();
        Set<String> patterns = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            DiskAtRest rest = disk.crash(profile, seed).atRest();
            names.add(rest.files().toString());
            String path = rest.files().contains("kept") ? "kept" : "moved";
            patterns.add(pattern(rest.bytes(path)));
        }
        assertThat(names).contains("[kept]", "[moved, new]", "[kept, new]");
        assertThat(names.contains("[moved]")).isEqualTo(profile == CrashProfile.POSIX);
        assertThat(patterns).contains("11111111", "22222222").hasSizeGreaterThan(50);
        assertThat(patterns).anyMatch(p -> p.contains("t"));
    }

    @Test
    void a_size_that_grew_brings_its_data_on_ext4_and_may_bring_zeros_on_xfs() throws IOException {
        SimDisk disk = new SimDisk();
        DiskFile file = disk.create("f");
        disk.syncDirectory("");
        file.write(bytes(4096, 1), 0);
        Set<String> ext4 = new HashSet<>();
        Set<String> xfs = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            ext4.add(pattern(disk.crash(CrashProfile.EXT4_ORDERED, seed).atRest().bytes("f")));
            xfs.add(pattern(disk.crash(CrashProfile.XFS, seed).atRest().bytes("f")));
        }
        assertThat(ext4).containsExactlyInAnyOrder("", "11111111");
        assertThat(xfs).anyMatch(p -> p.contains("0") && p.contains("1"));
    }

    @Test
    void a_failed_sync_leaves_pages_in_memory_that_are_not_on_the_disk() throws IOException {
        for (Fault fault :
                List.of(new Fault.DeviceError(), new Fault.ErrorAndForget(), new Fault.Full())) {
            SimDisk disk = new SimDisk();
            DiskFile file = disk.create("f");
            disk.syncDirectory("");
            file.write(bytes(100, 1), 0);
            disk.faults(FaultPlan.failCall(disk.calls() + 1, fault));
            assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
            file.sync();
            boolean seen = disk.restart().atRest().size("f") == 100;
            assertThat(seen).isEqualTo(!(fault instanceof Fault.ErrorAndForget));
            assertThat(disk.crash(CrashProfile.XFS, 1).atRest().size("f")).isZero();
        }
    }

    @Test
    void an_error_may_come_out_at_the_next_sync() throws IOException {
        SimDisk disk = new SimDisk();
        DiskFile file = disk.create("f");
        disk.syncDirectory("");
        file.write(bytes(100, 1), 0);
        disk.faults(FaultPlan.failCall(disk.calls() + 1, new Fault.ErrorLater()));
        file.sync();
        file.write(bytes(100, 1), 100);
        assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
        file.sync();
        assertThat(disk.crash(CrashProfile.XFS, 1).atRest().size("f")).isEqualTo(100);
    }

    @Test
    void writes_fail_whole_or_half_and_for_want_of_room() throws IOException {
        SimDisk disk = new SimDisk();
        DiskFile file = disk.create("f");
        disk.faults(FaultPlan.failCall(disk.calls() + 1, new Fault.ShortWrite()));
        assertThatThrownBy(() -> file.write(bytes(100, 1), 0)).isInstanceOf(IOException.class);
        assertThat(file.size()).isEqualTo(50);
        disk.capacity(120);
        assertThat(disk.usableBytes()).isEqualTo(70);
        assertThatThrownBy(() -> file.write(bytes(100, 1), 50))
                .isInstanceOf(DiskFullException.class);
        file.write(bytes(50, 1), 0);
    }

    @Test
    void the_power_goes_after_any_change() throws IOException {
        SimDisk disk = new SimDisk();
        disk.faults(FaultPlan.cutAfter(2));
        DiskFile file = disk.create("f");
        assertThat(disk.exists("f")).isTrue();
        file.write(bytes(10, 1), 0);
        assertThat(file.size()).isEqualTo(10);
        assertThatThrownBy(file::sync).isInstanceOf(PowerCutException.class);
        assertThatThrownBy(() -> disk.exists("f")).isInstanceOf(PowerCutException.class);
    }

    @Test
    void damage_at_rest_is_seen_and_copies_do_not_share_it() throws IOException {
        SimDisk disk = new SimDisk();
        try (DiskFile file = disk.create("f")) {
            file.write(bytes(2000, 1), 0);
            file.sync();
        }
        SimDisk damaged = disk.copy();
        damaged.atRest().flipBit("f", 8 * 700 + 3);
        damaged.atRest().zeroSector("f", 3);
        byte[] bytes = damaged.atRest().bytes("f");
        assertThat(bytes[700]).isEqualTo((byte) (1 ^ 8));
        assertThat(pattern(bytes)).isEqualTo("1t10");
        assertThat(pattern(disk.atRest().bytes("f"))).isEqualTo("1111");
        damaged.atRest().lose("f");
        assertThat(damaged.atRest().files()).isEmpty();
        assertThat(disk.openFiles()).isZero();
    }

    /** One character a sector: the value all its bytes have, t for a mixture. */
    private static String pattern(byte[] bytes) {
        StringBuilder pattern = new StringBuilder();
        for (int from = 0; from < bytes.length; from += DiskAtRest.SECTOR) {
            byte first = bytes[from];
            boolean same = true;
            for (int i = from; i < Math.min(bytes.length, from + DiskAtRest.SECTOR); i++) {
                same &= bytes[i] == first;
            }
            pattern.append(same ? String.valueOf(first) : "t");
        }
        return pattern.toString();
    }

    private static ByteBuffer bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }

    /** A seeded run of calls with what each answered. */
    private static final class DiskScript {
        private static final List<String> FILES = List.of("a", "b", "d/a", "d/e/a");
        private static final List<String> FOLDERS = List.of("", "d", "d/e", "x");

        private final Random random;

        DiskScript(long seed) {
            random = Seeds.random(seed);
        }

        List<String> runOn(Disk disk) {
            List<String> answers = new java.util.ArrayList<>();
            for (int i = 0; i < 120; i++) {
                try {
                    answers.add(step(disk));
                } catch (IOException e) {
                    answers.add(e.getClass().getSimpleName());
                }
            }
            return answers;
        }

        private String step(Disk disk) throws IOException {
            String file = FILES.get(random.nextInt(FILES.size()));
            String folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
            switch (random.nextInt(8)) {
                case 0 -> disk.create(file).close();
                case 1 -> disk.createDirectory(folder);
                case 2 -> disk.delete(random.nextInt(4) == 0 && !folder.isEmpty() ? folder : file);
                case 3 -> disk.rename(file, FILES.get(random.nextInt(FILES.size())));
                case 4 -> {
                    return disk.list(folder).toString();
                }
                case 5 -> {
                    return String.valueOf(disk.exists(file));
                }
                case 6 -> disk.syncDirectory(folder);
                default -> {
                    return useFile(disk, file);
                }
            }
            return "done";
        }

        private String useFile(Disk disk, String path) throws IOException {
            try (DiskFile file = disk.open(path)) {
                file.write(bytes(random.nextInt(9000), random.nextInt(100)), random.nextInt(9000));
                file.truncate(random.nextInt(12_000));
                file.sync();
                ByteBuffer target = ByteBuffer.allocate(random.nextInt(9000));
                int read = file.read(target, random.nextInt(9000));
                return file.size() + " " + read + " " + Arrays.hashCode(target.array());
            }
        }
    }
}
