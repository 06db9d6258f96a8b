package dev.forebay.testkit.disk;

import dev.forebay.testkit.sim.Seeds;
import java.util.Random;

/**
 * Draws, from a seed, which of the things that were not synced outlive a crash. The seed modulo
 * {@link #PLANS} chooses the plan, so that eight seeds in a row see the extremes as well as chance.
 */
final class Survival {
    /** How many plans there are. */
    static final int PLANS = 8;

    private static final int NOTHING = 0;
    private static final int EVERYTHING = 1;
    private static final int OLDEST = 2;
    private static final int NEWEST = 3;
    private static final int HALF_AND_TORN = 4;
    private static final int FEW = 5;
    private static final int MOST_AND_TORN = 6;

    private final int plan;
    private final Random random;

    Survival(long seed) {
        plan = (int) Math.floorMod(seed, (long) PLANS);
        random = Seeds.random(seed);
    }

    Random random() {
        return random;
    }

    /** Whether the change at this index of so many survives. */
    boolean survives(int index, int count) {
        return switch (plan) {
            case NOTHING -> false;
            case EVERYTHING -> true;
            case OLDEST -> index < count / 2 || random.nextInt(4) == 0;
            case NEWEST -> index == count - 1 || random.nextInt(4) == 0;
            case FEW -> random.nextInt(8) == 0;
            case MOST_AND_TORN -> random.nextInt(8) != 0;
            default -> random.nextBoolean();
        };
    }

    /** How many of so many ordered changes survive, at least some. */
    int prefix(int least, int count) {
        return switch (plan) {
            case NOTHING -> least;
            case EVERYTHING, NEWEST -> count;
            default -> least + random.nextInt(count - least + 1);
        };
    }

    /** Whether the sector in flight when the power went is torn, zero or garbage. */
    boolean tears() {
        return switch (plan) {
            case NOTHING, EVERYTHING -> false;
            case HALF_AND_TORN, MOST_AND_TORN -> true;
            default -> random.nextInt(3) == 0;
        };
    }
}
