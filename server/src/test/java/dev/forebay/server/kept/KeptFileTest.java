package dev.forebay.server.kept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.disk.DiskFile;
import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.FaultPlan;
import dev.forebay.testkit.disk.PowerCutException;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A file that is kept over restarts, on a simulated disk. */
class KeptFileTest {
    private static final String PATH = "server/history";

    private final SimDisk disk = new SimDisk();
    private final KeptFile file = new KeptFile(disk, "history", 1_000, Runnable::run);

    private void keep(String... pieces) {
        AtomicInteger done = new AtomicInteger();
        file.keep(
                List.of(pieces).stream()
                        .map(piece -> ByteBuffer.wrap(piece.getBytes(UTF_8)))
                        .toList(),
                done::incrementAndGet);
        assertThat(done).hasValue(1);
    }

    private Optional<String> recalled() {
        AtomicReference<Optional<ByteBuffer>> read = new AtomicReference<>();
        file.recall(read::set);
        return read.get().map(bytes -> UTF_8.decode(bytes).toString());
    }

    @Test
    void what_is_kept_last_comes_back() {
        assertThat(recalled()).isEmpty();
        keep("one", "", "two");
        assertThat(recalled()).hasValue("onetwo");
        keep();
        assertThat(recalled()).hasValue("");
    }

    @Test
    void damage_is_noticed_wherever_it_is_and_the_file_begun_anew() throws IOException {
        keep("figures of a week");
        try (DiskFile stored = disk.open(PATH)) {
            ByteBuffer whole = ByteBuffer.allocate((int) stored.size());
            stored.read(whole, 0);
            int unnoticed = 0;
            for (int at = 0; at < whole.capacity(); at++) {
                stored.write(ByteBuffer.wrap(new byte[] {(byte) (whole.get(at) ^ 4)}), at);
                Optional<String> read = recalled();
                assertThat(read.orElse("figures of a week")).isEqualTo("figures of a week");
                unnoticed += read.isPresent() ? 1 : 0;
                stored.write(ByteBuffer.wrap(new byte[] {whole.get(at)}), at);
            }
            // Six bytes of gzip's head and the last bits of what is packed say nothing.
            assertThat(unnoticed).isLessThan(8);
            stored.truncate(whole.capacity() - 1);
            assertThat(recalled()).isEmpty();
            stored.truncate(0);
            assertThat(recalled()).isEmpty();
        }
        keep("anew");
        assertThat(recalled()).hasValue("anew");
    }

    @Test
    void more_than_the_bound_is_taken_for_damage() {
        keep("x".repeat(1_000));
        assertThat(recalled().orElseThrow()).hasSize(1_000);
        keep("x".repeat(1_001));
        assertThat(recalled()).isEmpty();
    }

    @Test
    void a_power_cut_leaves_the_one_or_the_other() throws IOException {
        disk.createDirectory("server");
        disk.syncDirectory("");
        keep("before");
        disk.syncDirectory("server");
        SimDisk whole = disk.copy();
        long begin = whole.changes();
        new KeptFile(whole, "history", 1_000, Runnable::run)
                .keep(List.of(ByteBuffer.wrap("after".getBytes(UTF_8))), () -> {});
        long changes = whole.changes() - begin;
        Set<String> seen = new HashSet<>();
        for (long cut = 0; cut <= changes; cut++) {
            for (CrashProfile profile : CrashProfile.values()) {
                for (long seed = 0; seed < 20; seed++) {
                    seen.add(afterCut(begin + cut, profile, seed));
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("before", "after");
    }

    private String afterCut(long changes, CrashProfile profile, long seed) {
        SimDisk cut = disk.copy();
        cut.faults(FaultPlan.cutAfter(changes));
        try {
            new KeptFile(cut, "history", 1_000, Runnable::run)
                    .keep(List.of(ByteBuffer.wrap("after".getBytes(UTF_8))), () -> {});
        } catch (PowerCutException off) {
            assertThat(off).isNotNull();
        }
        AtomicReference<String> read = new AtomicReference<>();
        new KeptFile(cut.crash(profile, seed), "history", 1_000, Runnable::run)
                .recall(found ->
                        read.set(found.map(UTF_8::decode).map(Object::toString).orElse("")));
        return read.get();
    }
}
