package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LogFailure;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.disk.DiskAtRest;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.TestBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** P3, P7: damaged bytes are found, named, and never handed out; nothing else is lost. */
class BitRotTest {
    private static final int STREAMS = 3;

    private final List<Rig.Group> groups = new ArrayList<>();

    private SimDisk filled(int appends) throws IOException {
        SimDisk disk = new SimDisk();
        Rig rig = new Rig(disk, TestSettings.small(), new Random(5));
        for (int i = 0; i < appends; i++) {
            Rig.Group group = new Rig.Group("m" + i, List.of("s" + i % STREAMS), 100 + i % 50);
            groups.add(group);
            rig.append(group);
            rig.steps(3);
        }
        rig.steps(60);
        if (appends > 40) {
            rig.store.close();
        }
        return disk;
    }

    @Test
    void each_flipped_bit_of_what_a_clean_stop_left_is_found_and_costs_one_batch()
            throws IOException {
        check(filled(90), "segments/", "checkpoint/", "format");
    }

    @Test
    void each_flipped_bit_of_marked_frames_is_found_and_costs_one_batch() throws IOException {
        check(filled(12), "commit/");
    }

    private void check(SimDisk disk, String... kinds) throws IOException {
        DiskAtRest rest = disk.atRest();
        for (String path : rest.files()) {
            for (String kind : kinds) {
                if (path.startsWith(kind)) {
                    checkFile(disk, path, Math.min(rest.size(path), used(rest.bytes(path))));
                }
            }
        }
    }

    private static int used(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private void checkFile(SimDisk disk, String path, long size) throws IOException {
        for (long at = 0; at < size; at += at < 120 ? 1 : 23) {
            SimDisk damaged = disk.copy();
            damaged.atRest().flipBit(path, at * 8 + at % 8);
            String where = path + " byte " + at;
            LogVerifier.Report report = LogVerifier.verify(damaged);
            assertThat(report.damages()).as(where).isNotEmpty();
            LogSettings settings = TestSettings.small().withDamagePolicy(DamagePolicy.SERVE_REST);
            Rig rig = new Rig(damaged, settings, new Random(1));
            int lost = 0;
            for (Rig.Group group : groups) {
                lost += isRead(rig, group, where) ? 0 : 1;
            }
            assertThat(lost).as(where).isLessThanOrEqualTo(1);
            assertThat(rig.store.damages()).as(where).isNotEmpty();
        }
    }

    private static boolean isRead(Rig rig, Rig.Group group, String where) {
        long[] offsets = group.offsets;
        assertThat(offsets).isNotNull();
        List<String> outcome = new ArrayList<>();
        rig.store.stream(new StreamName(group.streams.getFirst()))
                .read(
                        offsets[0],
                        1,
                        new ReadCompletion() {
                            @Override
                            public void completed(ByteBuffer batches) {
                                outcome.addAll(TestBatches.texts(batches));
                                outcome.add("end");
                            }

                            @Override
                            public void failed(LogFailure failure) {
                                assertThat(failure).isInstanceOf(LogFailure.Damaged.class);
                                outcome.add("damaged");
                            }
                        });
        while (outcome.isEmpty()) {
            rig.step();
        }
        if (outcome.getFirst().equals("damaged") || outcome.getFirst().equals("end")) {
            return false;
        }
        assertThat(outcome.getFirst()).as(where).startsWith(offsets[0] + "=" + group.text + "x");
        return true;
    }
}
