package dev.forebay.testkit.crash;

import dev.forebay.testkit.disk.CrashProfile;
import java.util.Locale;

/**
 * One crash, named so that it can be replayed.
 *
 * @param scenario the scenario's name
 * @param at after how many changes the power goes, or which call fails
 * @param profile the file system
 * @param seed which of the un-synced things survive
 * @param then what happens around and after it
 */
public record CrashPoint(String scenario, long at, CrashProfile profile, long seed, Then then) {
    /** The shape of the accident. */
    public enum Then {
        /** The power goes, once. */
        POWER_CUT,
        /** The power goes again when the program serves. */
        AGAIN_WHEN_SERVING,
        /** The power goes again in the middle of the recovery. */
        AGAIN_IN_RECOVERY,
        /** The program is killed; the page cache lives on; the power goes when it serves again. */
        KILL_AND_POWER_CUT,
        /** A call fails, the program goes on as it can, then the power goes. */
        ERROR_AND_POWER_CUT,
        /** A call fails, the program is started anew over the page cache, then the power goes. */
        ERROR_RESTART_AND_POWER_CUT
    }

    /** Reads what {@link #toString()} wrote. */
    public static CrashPoint parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("not scenario/at/profile/seed/then: " + text);
        }
        return new CrashPoint(
                parts[0],
                Long.parseLong(parts[1]),
                CrashProfile.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                Long.parseLong(parts[3]),
                Then.valueOf(parts[4].toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return (scenario + "/" + at + "/" + profile + "/" + seed + "/" + then)
                .toLowerCase(Locale.ROOT);
    }
}
