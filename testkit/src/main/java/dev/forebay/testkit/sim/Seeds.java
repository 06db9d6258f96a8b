package dev.forebay.testkit.sim;

import java.util.Random;

/** Random sources for seeds that are small and follow each other, as those of test runs do. */
public final class Seeds {
    private Seeds() {}

    /**
     * A source whose first draws differ between neighbouring seeds, unlike {@link Random}'s own.
     */
    public static Random random(long seed) {
        return new Random(mix(seed));
    }

    /** Spreads a seed over 64 bits (the finaliser of SplitMix64; Steele et al., OOPSLA'14). */
    public static long mix(long seed) {
        long mixed = seed + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
