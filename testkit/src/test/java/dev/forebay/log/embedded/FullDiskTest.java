package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StoreState;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** P8: a full volume costs refusals, never data, and passes by itself. */
class FullDiskTest {
    private static final int STEPS_OF_SEVERAL_SECONDS = 4000;

    @Test
    void a_full_disk_refuses_appends_loses_nothing_and_resumes_when_there_is_room()
            throws IOException {
        SimDisk disk = new SimDisk();
        disk.capacity(160 << 10);
        Rig rig = new Rig(disk, TestSettings.small(), new Random(3));
        assertThat(rig.store.state()).isInstanceOf(StoreState.Accepting.class);
        List<Rig.Group> groups = new ArrayList<>();
        fillUntilRefused(rig, groups);
        assertThat(rig.store.state()).isInstanceOf(StoreState.UsingReserve.class);

        disk.capacity(SimDisk.AMPLE);
        rig.steps(STEPS_OF_SEVERAL_SECONDS);
        assertThat(rig.store.state()).isInstanceOf(StoreState.Accepting.class);
        Rig.Group unheard = append(rig, groups);
        rig.steps(100);
        assertThat(unheard.failure)
                .as("nothing overtakes what was refused before its caller knows")
                .isInstanceOf(LogFailure.DiskFull.class);
        rig.store.resume();
        Rig.Group after = append(rig, groups);
        rig.steps(100);
        assertThat(after.offsets).isNotNull();
        checkAnswered(rig, groups);
        checkAnswered(new Rig(disk.restart(), TestSettings.small(), new Random(4)), groups);
    }

    @Test
    void a_restart_on_a_full_disk_finds_everything_with_the_help_of_the_reserve()
            throws IOException {
        SimDisk disk = new SimDisk();
        Rig rig = new Rig(disk, TestSettings.small(), new Random(9));
        List<Rig.Group> groups = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            append(rig, groups);
            rig.steps(5);
        }
        SimDisk full = disk.restart();
        full.capacity(full.usedBytes());
        Rig again = new Rig(full, TestSettings.small(), new Random(10));
        checkAnswered(again, groups);
        assertThat(again.store.state()).isInstanceOf(StoreState.UsingReserve.class);
    }

    /** The engine turns work away by what is left. */
    @Test
    void the_reserve_is_whole_while_there_is_some_room_beside_it() throws IOException {
        SimDisk disk = new SimDisk();
        disk.capacity(160 << 10);
        Rig rig = new Rig(disk, TestSettings.small(), new Random(3));
        fillUntilReserve(rig, new ArrayList<>());
        assertThat(rig.store.state()).isEqualTo(new StoreState.UsingReserve(1));
    }

    @Test
    void a_reserve_for_which_there_is_no_room_takes_none() throws IOException {
        SimDisk disk = new SimDisk();
        disk.capacity(160 << 10);
        Rig rig = new Rig(disk, TestSettings.small().withReserveBytes(1 << 20), new Random(3));
        SimDisk other = new SimDisk();
        Rig without = new Rig(other, TestSettings.small().withReserveBytes(0), new Random(3));
        assertThat(disk.changes()).isLessThanOrEqualTo(other.changes());
        for (Rig each : List.of(rig, without)) {
            Rig.Group taken = append(each, new ArrayList<>());
            each.steps(100);
            assertThat(taken.offsets).isNotNull();
        }
    }

    @Test
    void what_nobody_needs_fills_no_more_than_its_share_and_the_oldest_goes_first()
            throws IOException {
        SimDisk disk = new SimDisk();
        disk.capacity(640 << 10);
        Rig rig = new Rig(disk, TestSettings.small(), new Random(3));
        List<Rig.Group> groups = new ArrayList<>();
        fillUntilReserve(rig, groups);
        LogStream stream = rig.store.stream(new StreamName("a"));
        long end = stream.endOffset();
        assertThat(stream.startOffset()).isZero();

        stream.retain(end, new RetentionRule(Long.MAX_VALUE, Long.MAX_VALUE, 0));
        rig.steps(STEPS_OF_SEVERAL_SECONDS);

        assertThat(rig.store.state()).isInstanceOf(StoreState.Accepting.class);
        assertThat(stream.endOffset()).isEqualTo(end);
        assertThat(stream.startOffset()).isPositive().isLessThan(end);
        long segment = TestSettings.small().segmentBytes();
        long share = (640L << 10) / 100 * TestSettings.small().retainedPercent();
        assertThat(stream.sizeBytes()).isBetween(share - 2 * segment, share + 2 * segment);
        checkAnswered(new Rig(disk.restart(), TestSettings.small(), new Random(4)), List.of());
    }

    @Test
    void a_stream_that_is_there_to_be_kept_does_not_yield_to_the_share() throws IOException {
        SimDisk disk = new SimDisk();
        disk.capacity(640 << 10);
        Rig rig = new Rig(disk, TestSettings.small(), new Random(3));
        fillUntilReserve(rig, new ArrayList<>());
        LogStream stream = rig.store.stream(new StreamName("a"));
        RetentionRule ever =
                new RetentionRule(Long.MAX_VALUE, Long.MAX_VALUE, 0, RetentionRule.Claim.ALL);

        stream.retain(stream.endOffset(), ever);
        rig.steps(STEPS_OF_SEVERAL_SECONDS);

        assertThat(stream.startOffset()).isZero();
        assertThat(rig.store.state()).isInstanceOf(StoreState.UsingReserve.class);
    }

    private static void fillUntilReserve(Rig rig, List<Rig.Group> groups) {
        while (rig.store.state() instanceof StoreState.Accepting) {
            append(rig, groups);
            rig.steps(6);
        }
    }

    private static void fillUntilRefused(Rig rig, List<Rig.Group> groups) {
        for (int i = 0; i < 5000; i++) {
            Rig.Group group = append(rig, groups);
            rig.steps(6);
            if (group.failure != null) {
                assertThat(group.failure).isInstanceOf(LogFailure.DiskFull.class);
                return;
            }
        }
        throw new AssertionError("the disk never filled");
    }

    private static Rig.Group append(Rig rig, List<Rig.Group> groups) {
        Rig.Group group = new Rig.Group("f" + groups.size(), List.of("a"), 200);
        groups.add(group);
        rig.append(group);
        return group;
    }

    private static void checkAnswered(Rig rig, List<Rig.Group> groups) {
        Map<Long, String> contents = rig.contents("a");
        for (Rig.Group group : groups) {
            long[] offsets = group.offsets;
            if (offsets != null) {
                assertThat(contents).containsEntry(offsets[0], group.text);
            } else if (group.failure instanceof LogFailure.DiskFull) {
                assertThat(contents).doesNotContainValue(group.text);
            }
        }
    }
}
