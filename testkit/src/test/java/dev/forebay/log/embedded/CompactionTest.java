package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LiveOffsets;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamName;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Segments of which little is needed: what stays, what it takes, and what damage does to it. */
class CompactionTest {
    private static final String STREAM = "a";
    private static final int MESSAGES = 300;
    private static final int EVERY = 40;
    private static final int STEPS = 2_000;
    private static final RetentionRule PAST = new RetentionRule(0, 0, 1_000_000);
    private static final LogSettings SETTINGS =
            TestSettings.small().withDamagePolicy(DamagePolicy.SERVE_REST);

    private final SimDisk disk = new SimDisk();
    private final Map<Long, String> sent = new TreeMap<>();

    private Rig open() throws IOException {
        return open(disk);
    }

    private static Rig open(SimDisk on) throws IOException {
        return new Rig(on, SETTINGS, new Random(11));
    }

    private static LogStream stream(Rig rig) {
        return rig.store.stream(new StreamName(STREAM));
    }

    /** Many segments, all of them in a checkpoint. */
    private void fill() throws IOException {
        Rig rig = open();
        List<Rig.Group> groups = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            Rig.Group group = new Rig.Group("m" + i, List.of(STREAM), 40);
            groups.add(group);
            rig.append(group);
            rig.steps(5);
        }
        rig.store.close();
        for (Rig.Group group : groups) {
            long[] offsets = group.offsets;
            assertThat(offsets).isNotNull();
            sent.put(offsets[0], group.text);
        }
    }

    /** Of one message in so many, the first of them excepted. */
    private LiveOffsets stragglers() {
        LiveOffsets.Builder live = new LiveOffsets.Builder(0);
        sent.keySet().stream()
                .filter(offset -> offset % EVERY == EVERY - 1)
                .forEach(offset -> live.add(offset, offset + 1));
        return live.upTo(MESSAGES);
    }

    private static void compact(Rig rig, LiveOffsets live) {
        boolean[] done = {false};
        stream(rig).compact(live, PAST, bytes -> done[0] = true);
        rig.steps(STEPS);
        assertThat(done[0]).isTrue();
    }

    private static long segmentBytes(SimDisk on) throws IOException {
        long bytes = 0;
        for (String file : on.atRest().files()) {
            bytes += file.startsWith(Segment.FOLDER) ? on.atRest().size(file) : 0;
        }
        return bytes;
    }

    private static List<String> compacted(SimDisk on) {
        return on.atRest().files().stream()
                .filter(file -> file.matches("segments/.*\\.[0-9]+\\.log"))
                .toList();
    }

    @Test
    void what_stragglers_keep_on_disk_is_little_more_than_themselves() throws IOException {
        fill();
        long before = segmentBytes(disk);
        Rig rig = open();
        compact(rig, stragglers());
        long size = stream(rig).sizeBytes();
        rig.store.close();
        assertThat(segmentBytes(disk)).isLessThan(before / 3);
        assertThat(size).isLessThan(before / 3);
        assertThat(disk.list(Segment.FOLDER)).hasSizeLessThan(20);

        Rig again = open();
        Map<Long, String> left = again.contents(STREAM);
        assertThat(sent.entrySet()).containsAll(left.entrySet());
        assertThat(left.keySet()).contains(39L, 79L, 119L).doesNotContain(0L, 38L, 40L, 100L);
        assertThat(stream(again).startOffset()).isEqualTo(39);
        assertThat(stream(again).sizeBytes()).isEqualTo(size);
        assertThat(again.store.damages()).isEmpty();
        again.store.close();
        LogVerifier.Report report = LogVerifier.verify(disk);
        assertThat(report.damages()).isEmpty();
    }

    @Test
    void damage_is_reported_and_its_segment_left_alone() throws IOException {
        fill();
        String hit = Segment.path(1, firstSegment(), Segment.APPENDED);
        disk.atRest().flipBit(hit, 8L * (disk.atRest().size(hit) - 10));
        Rig rig = open();
        compact(rig, stragglers());
        assertThat(rig.store.damages()).hasSize(1);
        Damage damage = rig.store.damages().getFirst();
        assertThat(damage.file()).isEqualTo(hit);
        assertThat(damage.kind()).isEqualTo(Damage.Kind.CORRUPT);
        assertThat(damage.firstOffset()).isEqualTo(damage.lastOffset());
        rig.store.close();
        assertThat(disk.exists(hit)).isTrue();
        assertThat(compacted(disk)).isNotEmpty();
        assertThat(open().store.damages()).contains(damage);
    }

    /** The first one of which something is needed. */
    private long firstSegment() throws IOException {
        long base = 0;
        for (String name : disk.list(Segment.FOLDER)) {
            long offset = Long.parseLong(name.substring(17, 37));
            if (name.endsWith(".log") && offset <= EVERY - 1) {
                base = Math.max(base, offset);
            }
        }
        return base;
    }

    @Test
    void every_bit_that_turns_in_a_compacted_segment_is_found() throws IOException {
        fill();
        Rig rig = open();
        compact(rig, stragglers());
        compact(rig, stragglers());
        rig.store.close();
        List<String> files = compacted(disk);
        assertThat(files).isNotEmpty();
        for (String file : files) {
            for (long bit = 0; bit < 8L * disk.atRest().size(file); bit += 3) {
                SimDisk rotten = disk.restart();
                rotten.atRest().flipBit(file, bit);
                assertThat(LogVerifier.verify(rotten).isDamaged()).as(file + " " + bit).isTrue();
            }
        }
    }

    @Test
    void a_full_disk_stops_a_compaction_and_nothing_else() throws IOException {
        fill();
        Rig rig = open();
        disk.capacity(disk.usedBytes());
        compact(rig, stragglers());
        disk.capacity(SimDisk.AMPLE);
        rig.steps(STEPS);
        assertThat(rig.contents(STREAM).keySet()).contains(39L, 79L, 119L, 299L);
        compact(rig, stragglers());
        rig.store.close();
        assertThat(open().contents(STREAM).keySet()).contains(39L, 79L, 119L, 299L);
    }

    @Test
    void a_stream_can_be_deleted_in_the_middle_of_it_and_a_stop_leaves_nothing_of_it()
            throws IOException {
        fill();
        Rig rig = open();
        stream(rig).compact(stragglers(), PAST, bytes -> {});
        rig.steps(7);
        rig.store.close();
        for (String file : disk.atRest().files()) {
            assertThat(file).doesNotContain("tmp");
        }
        assertThat(LogVerifier.verify(disk).damages()).isEmpty();
        Rig again = open();
        assertThat(again.contents(STREAM).keySet()).contains(39L, 79L, 119L);
        stream(again).compact(stragglers(), PAST, bytes -> {});
        again.steps(7);
        again.store.delete(
                new StreamName(STREAM),
                new AppendCompletion() {
                    @Override
                    public void completed(long[] baseOffsets) {}

                    @Override
                    public void failed(LogFailure failure) {
                        throw new AssertionError(failure);
                    }
                });
        again.steps(STEPS);
        again.store.close();
        assertThat(disk.list(Segment.FOLDER)).isEmpty();
    }
}
