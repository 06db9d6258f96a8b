package dev.forebay.testkit.disk;

import java.util.List;
import java.util.Random;

/** What a file system lets a power cut do to what was not synced. */
public enum CrashProfile {
    /** ext4, data=ordered: metadata in order; a size that grew comes after the data it covers. */
    EXT4_ORDERED,
    /** XFS: metadata in order; a size may outlive its data, which then read as zeros. */
    XFS,
    /** Whatever POSIX permits: nothing comes in any order, and new sectors may hold anything. */
    POSIX;

    private static final List<CrashProfile> ALL = List.of(values());

    /** One of them by chance. */
    public static CrashProfile drawn(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }
}
