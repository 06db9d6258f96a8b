package dev.forebay.engine.sim;

import dev.forebay.engine.core.EngineLimits;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.embedded.CompactionRule;
import dev.forebay.log.embedded.LogSettings;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * How a seed's server is built: limits so small that a few messages reach them, or ample ones.
 *
 * @param gaps whether the store leaves offsets out
 * @param flaw what is wrong with it on purpose
 */
record EngineSetup(
        long seed, EngineLimits limits, int segmentBytes, boolean gaps, EngineFlaw flaw) {
    private static final int KIB = 1 << 10;

    private static final long LOOK_AGAIN_NANOS = 5_000_000_000L;

    /** How often the store looks at the free space. */
    static final long SPACE_CHECK_MILLIS = 500;

    /** The small store's groups are no larger than its files. */
    private static final int MOST_IN_A_GROUP = 32 * KIB;

    private static final int MOST_IN_A_BATCH = 16 * KIB;

    /** Sizes at which files roll and checkpoints come all the time. */
    LogSettings logSettings() {
        Random random = new Random(seed * 17 + 3);
        return new LogSettings(
                64 * KIB,
                2,
                4,
                512 << random.nextInt(2),
                KIB << random.nextInt(5),
                64 * KIB,
                64 * KIB,
                4 * KIB,
                128L * KIB,
                64L * KIB,
                (2L * KIB) << random.nextInt(5),
                4 + random.nextInt(4),
                8L * KIB,
                20,
                new CompactionRule(compactBelowPercent(), LOOK_AGAIN_NANOS),
                20_000_000L,
                SPACE_CHECK_MILLIS * 1_000_000,
                DamagePolicy.REFUSE);
    }

    /** Segments of which less is needed are compacted: not only those of stragglers. */
    int compactBelowPercent() {
        return 20 * (1 + Math.floorMod(seed, 4));
    }

    /** What scripts ask of it: the seeds that find a flaw stay as they were when it was planted. */
    Set<FaultMix.Skill> skills() {
        Set<FaultMix.Skill> skills = EnumSet.allOf(FaultMix.Skill.class);
        if (!flaw.equals(EngineFlaw.NONE) && !flaw.equals(PlantedFlaw.COMPACT_WITHOUT_SYNC)) {
            skills.remove(FaultMix.Skill.COMPACTION);
        }
        if (!flaw.equals(EngineFlaw.NONE) && !flaw.equals(PlantedFlaw.RUN_IN_TWO_STEPS)) {
            skills.remove(FaultMix.Skill.SCHEDULES);
        }
        if (!flaw.equals(PlantedFlaw.TRUST_PAGE_CACHE)) {
            skills.remove(FaultMix.Skill.SECOND_DEATH);
        }
        return skills;
    }

    static EngineSetup of(long seed, EngineFlaw flaw) {
        Random random = new Random(seed * 31 + 7);
        EngineLimits limits = EngineLimits.defaults().withGroups(MOST_IN_A_BATCH, MOST_IN_A_GROUP);
        if (random.nextInt(4) > 0) {
            limits = limits.withSnapshots(2 + random.nextInt(60), 200 + random.nextInt(8 * KIB));
        }
        if (random.nextBoolean()) {
            limits = limits.withParked(KIB, 20 + random.nextInt(100));
        }
        if (random.nextBoolean()) {
            limits = limits.withReadAhead(KIB + random.nextInt(16 * KIB));
        }
        int segmentBytes = KIB << random.nextInt(8);
        boolean gaps = random.nextInt(3) == 0;
        // The seeds that find the other flaws stay as they were.
        boolean later = flaw.equals(EngineFlaw.NONE) || flaw.equals(PlantedFlaw.DUE_IN_TWO_STEPS);
        if (later && random.nextInt(4) > 0) {
            limits = limits.withLater(20L << random.nextInt(8), 1 << random.nextInt(6));
        }
        boolean spilled =
                flaw.equals(EngineFlaw.NONE) || flaw.equals(PlantedFlaw.ATTEMPTS_NOT_WRITTEN);
        if (spilled && random.nextInt(3) > 0) {
            limits = limits.withAttemptsInHeap(random.nextInt(5));
        }
        boolean onDisk =
                flaw.equals(EngineFlaw.NONE) || flaw.equals(PlantedFlaw.IDS_NOT_IN_THEIR_FILTER);
        if (onDisk && random.nextInt(3) > 0) {
            limits = limits.withDeduplication(random.nextInt(10), 1_000);
        }
        return new EngineSetup(seed, limits, segmentBytes, gaps, flaw);
    }

    /** The same with no delay so long that a message waits outside of its partition. */
    EngineSetup withoutLater() {
        EngineLimits defaults = EngineLimits.defaults();
        return new EngineSetup(
                seed,
                limits.withLater(defaults.laterMillis(), defaults.laterWindow()),
                segmentBytes,
                gaps,
                flaw);
    }
}
