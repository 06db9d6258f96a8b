package dev.forebay.log.embedded;

import dev.forebay.log.DamagePolicy;

/** Sizes for tests. */
final class TestSettings {
    private TestSettings() {}

    /** Room for groups of some megabytes. */
    static LogSettings medium() {
        return new LogSettings(
                4 << 20,
                2,
                8,
                4096,
                64 << 10,
                4 << 20,
                4 << 20,
                64 << 10,
                1 << 20,
                256 << 10,
                64 << 10,
                16,
                1 << 20,
                20,
                CompactionRule.defaults(),
                20_000_000L,
                500_000_000L,
                DamagePolicy.REFUSE);
    }

    /** So small that every limit is reached all the time. */
    static LogSettings small() {
        return new LogSettings(
                32 << 10,
                2,
                8,
                512,
                4 << 10,
                32 << 10,
                48 << 10,
                4 << 10,
                16 << 10,
                64 << 10,
                4 << 10,
                4,
                8 << 10,
                20,
                new CompactionRule(20, 1_000_000_000L),
                20_000_000L,
                500_000_000L,
                DamagePolicy.REFUSE);
    }
}
