package dev.forebay.log.embedded;

/**
 * A file of batches that memory had no room for: never synced, and worthless to another process.
 */
final class SpillFile {
    static final String FOLDER = "volatile";

    final String path;

    /** Store's lock: stretches that are still wanted. The file goes with the last one. */
    int stretches;

    SpillFile(long number) {
        path = "%s/%d.spill".formatted(FOLDER, number);
    }
}
