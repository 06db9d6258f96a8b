package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.Fault;
import dev.forebay.testkit.disk.FaultPlan;
import dev.forebay.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** P1, P6, P7: whatever the seed does to the power, what was answered is there, once, in order. */
class CrashSimulationTest {
    private static final int SEEDS = Integer.getInteger("forebay.log.seeds", 60);
    private static final long FIRST = Long.getLong("forebay.log.seed", 1);
    private static final int LIVES = 4;

    @Test
    void what_was_answered_survives_power_cuts_and_kills() throws IOException {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                new Life(seed).run();
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Life {
        private final long seed;
        private final Random random;
        private final List<Rig.Group> groups = new ArrayList<>();
        private final Set<String> known = new HashSet<>();
        private SimDisk disk = new SimDisk();

        Life(long seed) {
            this.seed = seed;
            this.random = new Random(seed * 31 + 7);
        }

        void run() throws IOException {
            for (int life = 0; life < LIVES; life++) {
                Rig rig = open();
                check(rig);
                work(rig, life);
            }
            disk.faults(FaultPlan.NONE);
            check(new Rig(disk, settings(), random));
        }

        private LogSettings settings() {
            return TestSettings.small();
        }

        /** A power cut may come while opening too; in the end it opens. */
        private Rig open() throws IOException {
            while (true) {
                if (random.nextInt(3) > 0) {
                    return new Rig(disk, settings(), random);
                }
                disk.faults(FaultPlan.cutAfter(disk.changes() + 1 + random.nextInt(60)));
                try {
                    Rig rig = new Rig(disk, settings(), random);
                    disk.faults(FaultPlan.NONE);
                    return rig;
                } catch (RuntimeException e) {
                    assertThat(Rig.isPowerCut(e)).isTrue();
                    cut();
                }
            }
        }

        private void cut() {
            CrashProfile[] profiles = CrashProfile.values();
            disk = disk.crash(profiles[random.nextInt(profiles.length)], random.nextLong());
        }

        private void work(Rig rig, int life) throws IOException {
            int way = random.nextInt(4);
            if (way == 0) {
                disk.faults(FaultPlan.cutAfter(disk.changes() + 1 + random.nextInt(400)));
            } else if (way == 1) {
                Fault fault =
                        random.nextBoolean() ? new Fault.DeviceError() : new Fault.ErrorAndForget();
                disk.faults(FaultPlan.failCall(disk.calls() + 1 + random.nextInt(600), fault));
            }
            try {
                for (int i = 0; i < 120; i++) {
                    if (random.nextInt(3) > 0) {
                        rig.append(group(life, i));
                    }
                    rig.steps(random.nextInt(4));
                }
                if (way == 2) {
                    rig.steps(40);
                    rig.store.close();
                }
            } catch (RuntimeException e) {
                assertThat(Rig.isPowerCut(e)).as("%s", e).isTrue();
            }
            if (way == 3 || random.nextBoolean()) {
                disk = disk.restart();
            } else {
                cut();
            }
            disk.faults(FaultPlan.NONE);
        }

        private Rig.Group group(int life, int number) {
            List<String> streams = new ArrayList<>();
            int targets = random.nextInt(10) == 0 ? 5 : 1 + random.nextInt(2);
            for (int i = 0; i < targets; i++) {
                streams.add("s" + random.nextInt(6));
            }
            int bytes = random.nextInt(20) == 0 ? random.nextInt(9000) : random.nextInt(300);
            if (random.nextInt(60) == 0) {
                // More than a file of the commit log takes, now and then more than anything does.
                bytes = 30_000 + random.nextInt(20_000);
            }
            Rig.Group group = new Rig.Group("g" + seed + "." + life + "." + number, streams, bytes);
            groups.add(group);
            return group;
        }

        private void check(Rig rig) {
            Map<String, Map<Long, String>> all = new HashMap<>();
            Map<String, Integer> found = new HashMap<>();
            for (int i = 0; i < 6; i++) {
                Map<Long, String> contents = rig.contents("s" + i);
                all.put("s" + i, contents);
                contents.values().forEach(text -> found.merge(text, 1, Integer::sum));
                assertThat(contents.keySet())
                        .as("offsets without gaps")
                        .hasSize(
                                (int)
                                        rig.store.stream(new dev.forebay.log.StreamName("s" + i))
                                                .endOffset());
            }
            for (Rig.Group group : groups) {
                int times = found.getOrDefault(group.text, 0);
                found.remove(group.text);
                long[] offsets = group.offsets;
                if (offsets != null || known.contains(group.text)) {
                    assertThat(times).as(group.text).isEqualTo(group.streams.size());
                } else {
                    assertThat(times).as(group.text).isIn(0, group.streams.size());
                }
                if (group.failure instanceof LogFailure.TooLarge) {
                    assertThat(times).isZero();
                }
                if (offsets != null) {
                    for (int i = 0; i < offsets.length; i++) {
                        assertThat(all.get(group.streams.get(i)))
                                .containsEntry(offsets[i], group.text);
                    }
                }
                if (times > 0) {
                    known.add(group.text);
                }
            }
            groups.removeIf(group -> !known.contains(group.text));
            assertThat(found).as("phantoms").isEmpty();
            assertThat(rig.store.damages())
                    .allMatch(damage -> damage.kind() == Damage.Kind.TORN_OR_DAMAGED);
        }
    }
}
