package dev.forebay.testkit.disk;

/** What a file system lets a power cut do to what was not synced. */
public enum CrashProfile {
    /** ext4, data=ordered: metadata in order; a size that grew comes after the data it covers. */
    EXT4_ORDERED,
    /** XFS: metadata in order; a size may outlive its data, which then read as zeros. */
    XFS,
    /** Whatever POSIX permits: nothing comes in any order, and new sectors may hold anything. */
    POSIX
}
