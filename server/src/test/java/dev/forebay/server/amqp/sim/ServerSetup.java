package dev.forebay.server.amqp.sim;

import dev.forebay.amqp.AmqpSettings;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.embedded.CompactionRule;
import dev.forebay.log.embedded.LogSettings;
import dev.forebay.testkit.sim.Seeds;
import java.util.Random;

/**
 * How a seed's server is built: limits so small that a few messages reach them, or ample ones.
 *
 * @param flaw what is wrong with it on purpose
 */
record ServerSetup(long seed, AmqpFlaw flaw) {
    /** Longer than any quiet time, so that it is reached by waiting for it on purpose alone. */
    static final long ACK_TIMEOUT_MILLIS = 200_000;

    /** Longest frame, so that bodies come in several. */
    static final int FRAME_MAX = 4_096;

    /** Most channels of a connection. */
    static final int CHANNEL_MAX = 4;

    private static final int KIB = 1 << 10;

    /** In bytes: what is sent in one change, at {@link #MOST_BESIDES_A_BODY} more than a body. */
    static final int MOST_IN_A_CHANGE = 32 * KIB;

    /** In bytes: what the engine counts for a message besides its body, at most. */
    static final int MOST_BESIDES_A_BODY = 640;

    AmqpSettings amqp() {
        return new AmqpSettings(
                "simulated",
                FRAME_MAX,
                CHANNEL_MAX,
                60,
                10_000,
                64 * KIB,
                ACK_TIMEOUT_MILLIS,
                16,
                Seeds.random(seed + 1).nextBoolean() ? 2 * KIB : KIB * KIB,
                64 * KIB * KIB,
                KIB * KIB,
                KIB * KIB,
                16 * KIB * KIB,
                16 * KIB * KIB,
                100);
    }

    EngineLimits engine() {
        Random random = Seeds.random(seed + 2);
        EngineLimits limits = EngineLimits.defaults().withGroups(16 * KIB, MOST_IN_A_CHANGE);
        if (random.nextInt(4) > 0) {
            limits = limits.withSnapshots(2 + random.nextInt(60), 200 + random.nextInt(8 * KIB));
        }
        if (random.nextBoolean()) {
            limits = limits.withReadAhead(KIB + random.nextInt(16 * KIB));
        }
        if (random.nextBoolean()) {
            limits = limits.withAttemptsInHeap(random.nextInt(5));
        }
        return limits;
    }

    /** Sizes at which files roll and checkpoints come all the time. */
    LogSettings log() {
        Random random = Seeds.random(seed + 3);
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
                new CompactionRule(25, 5_000_000_000L),
                20_000_000L,
                500_000_000L,
                DamagePolicy.REFUSE);
    }
}
