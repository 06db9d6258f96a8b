package dev.forebay.cli.definitions;

import java.util.Locale;

/** What becomes of something that is imported, or would: the same words for all that can be. */
enum Outcome {
    CREATE("would create", "created"),
    CHANGE("would change", "changed"),
    /** Of messages. */
    MOVE("would move", "moved"),
    SAME("is there", "is there"),
    REFUSED("cannot take", "not taken");

    private final String dry;
    private final String done;

    Outcome(String dry, String done) {
        this.dry = dry;
        this.done = done;
    }

    /** For programs; whether it was a dry run they know. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    String text(boolean dryRun) {
        return dryRun ? dry : done;
    }
}
