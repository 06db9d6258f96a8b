package dev.forebay.cli.upkeep;

import java.util.Locale;

/**
 * What an examination found.
 *
 * @param check what was looked at
 * @param text what was seen
 * @param advice what to do; empty when nothing has to be done
 */
record Finding(Verdict verdict, String check, String text, String advice) {
    /** How it is. */
    enum Verdict {
        OK,
        WARN,
        BAD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding good(String check, String text) {
        return new Finding(Verdict.OK, check, text, "");
    }

    static Finding warn(String check, String text, String advice) {
        return new Finding(Verdict.WARN, check, text, advice);
    }

    static Finding bad(String check, String text, String advice) {
        return new Finding(Verdict.BAD, check, text, advice);
    }

    boolean isBad() {
        return verdict == Verdict.BAD;
    }
}
