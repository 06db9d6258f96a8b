package dev.forebay.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.testkit.crash.Recovery;
import dev.forebay.testkit.disk.CrashProfile;
import dev.forebay.testkit.disk.Fault;
import dev.forebay.testkit.disk.FaultPlan;
import dev.forebay.testkit.disk.PowerCutException;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.sim.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lives of a store drawn from seeds: what it is asked, in which interleaving, what fails and when
 * the power goes. A failure prints its seed and the shortest life that still fails.
 */
class EmbeddedSimulationTest {
    private static final int SEEDS = 1_000;
    private static final int SEEDS_EXHAUSTIVE = 100_000;
    private static final int LIVES = 4;

    /** With four lives, each of which ends in two crashes, at least 300 steps a seed. */
    private static final int STEPS_MIN = 75;

    private static final int STEPS_MORE = 30;

    /** Keeps the draws of compactions apart from those of everything else. */
    private static final long COMPACTING = 1L << 40;

    @Test
    void every_life_is_as_the_history_says() {
        long first = Long.getLong("forebay.seed", 0);
        long count =
                Long.getLong(
                        "forebay.seeds", EmbeddedStores.exhaustive() ? SEEDS_EXHAUSTIVE : SEEDS);
        long steps =
                LongStream.range(first, first + count)
                        .parallel()
                        .map(seed -> seed % 2 == 0 ? steps(seed) : stepsWithCompactions(seed))
                        .sum();
        System.out.printf(
                "simulation: %d seeds, %d steps, %d crashes%n", count, steps, count * LIVES * 2);
        assertThat(steps).isGreaterThanOrEqualTo(count * LIVES * STEPS_MIN);
    }

    /** Seeds that found defects: a second stream that was given the id of another. */
    @ParameterizedTest
    @ValueSource(longs = {50_313})
    void a_seed_that_found_a_defect_finds_it_no_more(long seed) {
        assertThat(steps(seed)).isPositive();
    }

    /** Lives the lives of a seed; returns how many steps they have. */
    private static long steps(long seed) {
        return steps(seed, draw(Seeds.random(seed)));
    }

    /** The same with compactions among its steps. */
    private static long stepsWithCompactions(long seed) {
        Random random = Seeds.random(seed + COMPACTING);
        List<List<LogStep>> lives = draw(Seeds.random(seed));
        for (List<LogStep> life : lives) {
            for (int left = random.nextInt(8); left > 0; left--) {
                LogStep step =
                        new LogStep.Compact(
                                "s" + random.nextInt(6),
                                random.nextInt(20),
                                1 + random.nextInt(20));
                int at = random.nextInt(life.size());
                life.addAll(at, List.of(step, new LogStep.Pass(1L << random.nextInt(9))));
            }
        }
        return steps(seed, lives);
    }

    private static long steps(long seed, List<List<LogStep>> lives) {
        AssertionError failure = failure(seed, lives);
        if (failure != null) {
            throw new AssertionError(
                    "seed "
                            + seed
                            + ": "
                            + failure.getMessage()
                            + "\nreplay: mvn test -pl testkit -am -Dtest=EmbeddedSimulationTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dforebay.seeds=1"
                            + " -Dforebay.seed="
                            + seed
                            + "\nshortest: "
                            + shrink(seed, lives),
                    failure);
        }
        return lives.stream().mapToLong(List::size).sum();
    }

    private static @Nullable AssertionError failure(long seed, List<List<LogStep>> lives) {
        try {
            live(Seeds.random(~seed), lives);
            return null;
        } catch (IOException | RuntimeException | AssertionError e) {
            return new AssertionError(String.valueOf(e.getMessage()), e);
        }
    }

    private static void live(Random random, List<List<LogStep>> lives) throws IOException {
        SimDisk disk = new SimDisk();
        LogRun run = run(new LogHistory(), List.of());
        for (List<LogStep> steps : lives) {
            long choice = random.nextLong();
            run = run(run.history(), steps);
            disk.faults(faults(Seeds.random(choice)));
            try {
                run.play(disk);
            } catch (PowerCutException expected) {
                // The end of this life.
            } catch (IOException e) {
                // It could not start and said so.
            }
            disk.faults(FaultPlan.NONE);
            boolean killed = choice % 3 == 0;
            CrashProfile profile = CrashProfile.drawn(random);
            SimDisk left = killed ? disk.restart() : disk.crash(profile, choice);
            Recovery recovered = run.check(left);
            recovered.use();
            run = (LogRun) recovered;
            disk = choice % 5 == 0 ? left.restart() : left.crash(profile, ~choice);
        }
        run.check(disk);
    }

    private static FaultPlan faults(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> FaultPlan.NONE;
            case 1 -> FaultPlan.failCall(30 + random.nextInt(500), fault(random));
            default -> FaultPlan.cutAfter(random.nextInt(400));
        };
    }

    private static Fault fault(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Fault.DeviceError();
            case 1 -> new Fault.ErrorAndForget();
            case 2 -> new Fault.ErrorLater();
            case 3 -> new Fault.ShortWrite();
            default -> new Fault.Full();
        };
    }

    private static List<List<LogStep>> draw(Random random) {
        List<List<LogStep>> lives = new ArrayList<>();
        for (int i = 0; i < LIVES; i++) {
            List<LogStep> steps = new ArrayList<>();
            int streams = 1 + random.nextInt(6);
            int bytes = 1 << (5 + random.nextInt(7));
            for (int count = STEPS_MIN + random.nextInt(STEPS_MORE); count > 0; count--) {
                steps.add(step(random, streams, bytes));
            }
            lives.add(steps);
        }
        return lives;
    }

    private static LogStep step(Random random, int streams, int bytes) {
        String stream = "s" + random.nextInt(streams);
        return switch (random.nextInt(20)) {
            case 0 -> new LogStep.Delete(stream);
            case 1 -> new LogStep.Retain(stream, random.nextInt(4));
            case 2 -> new LogStep.Pass(1L << random.nextInt(18));
            case 3 -> new LogStep.Restart();
            case 4 -> new LogStep.ReadAll();
            case 5, 6, 7 -> new LogStep.Await();
            case 8, 9 -> group(random, streams, bytes);
            default -> LogStep.append(stream, 8 + random.nextInt(bytes));
        };
    }

    private static LogStep group(Random random, int streams, int bytes) {
        List<LogStep.Entry> entries = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            List<String> targets = new ArrayList<>();
            targets.add("s" + random.nextInt(streams));
            if (random.nextBoolean()) {
                targets.add("t" + random.nextInt(streams));
            }
            entries.add(
                    new LogStep.Entry(targets, 1 + random.nextInt(3), 24 + random.nextInt(bytes)));
        }
        return new LogStep.Append(entries);
    }

    /** Leaves out step after step as long as it still fails. */
    private static List<List<LogStep>> shrink(long seed, List<List<LogStep>> failing) {
        List<List<LogStep>> shortest = failing;
        boolean shrunk = true;
        while (shrunk) {
            shrunk = false;
            for (int life = 0; life < shortest.size(); life++) {
                for (int at = shortest.get(life).size() - 1; at >= 0; at--) {
                    List<List<LogStep>> shorter = without(shortest, life, at);
                    if (failure(seed, shorter) != null) {
                        shortest = shorter;
                        shrunk = true;
                    }
                }
            }
        }
        return shortest;
    }

    private static List<List<LogStep>> without(List<List<LogStep>> lives, int life, int at) {
        List<List<LogStep>> shorter = new ArrayList<>(lives);
        List<LogStep> steps = new ArrayList<>(lives.get(life));
        steps.remove(at);
        shorter.set(life, steps);
        return shorter;
    }

    private static LogRun run(LogHistory history, List<LogStep> steps) {
        return new LogRun(EmbeddedStores.machines(EmbeddedStores.REFUSING), history, steps);
    }
}
