package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.Damage;
import dev.forebay.log.LogStore;
import dev.forebay.log.embedded.CorruptLogException;
import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.FaultPlan;
import dev.forebay.testkit.disk.PowerCutException;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.sim.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Promise P7: a torn tail is cut, damage to what was acknowledged is reported, never mixed up. */
class EmbeddedTornTailTest {
    private static final int TAILS = 10_000;
    private static final int FRAME_MAGIC = 0x46426672;
    private static final int SEQUENCE_AT = 24;
    private static final int PAYLOAD_BYTES_AT = 48;
    private static final int HEADER_BYTES = 72;
    private static final int SECTOR = 512;

    @Test
    void each_of_ten_thousand_tails_is_told_from_damage() throws IOException {
        int torn = 0;
        int last = 0;
        int damaged = 0;
        for (long seed = 0; seed < TAILS; seed++) {
            Random random = Seeds.random(seed);
            try {
                if (seed % 2 == 0) {
                    tear(random);
                    torn++;
                } else if (damageOneFrame(random)) {
                    last++;
                } else {
                    damaged++;
                }
            } catch (AssertionError e) {
                throw new AssertionError("tail " + seed + ": " + e.getMessage(), e);
            }
        }
        System.out.printf("tails: %d torn, %d last frames, %d damaged%n", torn, last, damaged);
        assertThat(torn + last + damaged).isEqualTo(TAILS);
    }

    private static void tear(Random random) throws IOException {
        List<LogStep> steps = steps(random);
        SimDisk whole = new SimDisk();
        run(steps).play(whole);
        SimDisk disk = new SimDisk();
        disk.faults(FaultPlan.cutAfter(whole.changes() - random.nextInt(4)));
        LogRun run = run(steps);
        try {
            run.play(disk);
        } catch (PowerCutException expected) {
            disk.faults(FaultPlan.NONE);
        }
        CrashProfile profile = CrashProfile.drawn(random);
        run.check(disk.crash(profile, random.nextLong()));
    }

    /** Returns whether it was the last frame, of which nobody can know if it was answered. */
    private static boolean damageOneFrame(Random random) throws IOException {
        SimDisk disk = new SimDisk();
        run(steps(random)).play(disk);
        SimDisk after = disk.restart();
        List<Frame> frames = frames(after);
        Frame hit = frames.get(random.nextInt(frames.size()));
        boolean last = frames.stream().noneMatch(f -> f.sequence() > hit.sequence());
        long bit = 8L * hit.at() + random.nextInt(8 * hit.bytes());
        after.atRest().flipBit(hit.path(), bit);
        try {
            LogStore store = new EmbeddedMachine(EmbeddedStores.REFUSING, 1).boot(after);
            assertThat(store.damages()).as("bit %d of %s", bit, hit).isNotEmpty();
            assertThat(last).as("acknowledged %s was cut like a tail", hit).isTrue();
            for (Damage damage : store.damages()) {
                assertThat(damage.kind()).isEqualTo(Damage.Kind.TORN_OR_DAMAGED);
            }
        } catch (CorruptLogException e) {
            assertThat(last).as("the last frame, %s: %s", hit, e.getMessage()).isFalse();
        }
        return last;
    }

    private static List<Frame> frames(SimDisk disk) {
        List<Frame> frames = new ArrayList<>();
        for (String path : disk.atRest().files()) {
            if (path.startsWith("commit/")) {
                ByteBuffer bytes = ByteBuffer.wrap(disk.atRest().bytes(path));
                for (int at = 0; at + HEADER_BYTES <= bytes.limit(); at += SECTOR) {
                    if (bytes.getInt(at) == FRAME_MAGIC) {
                        int length = HEADER_BYTES + bytes.getInt(at + PAYLOAD_BYTES_AT);
                        frames.add(new Frame(path, at, length, bytes.getLong(at + SEQUENCE_AT)));
                    }
                }
            }
        }
        return frames;
    }

    private static LogRun run(List<LogStep> steps) {
        return new LogRun(
                EmbeddedStores.machines(EmbeddedStores.REFUSING), new LogHistory(), steps);
    }

    /** Few and small enough that all are in one commit file and none is in a segment yet. */
    private static List<LogStep> steps(Random random) {
        List<LogStep> steps = new ArrayList<>();
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            steps.add(LogStep.append("s" + random.nextInt(2), 20 + random.nextInt(1300)));
            if (random.nextBoolean()) {
                steps.add(new LogStep.Await());
            }
        }
        steps.add(new LogStep.Await());
        return steps;
    }

    private record Frame(String path, int at, int bytes, long sequence) {}
}
