package dev.forebay.server.settings;

import java.util.Collection;

/** The sentences about wrong settings. */
final class Problems {
    private Problems() {}

    static String unknown(Given given, Collection<String> known) {
        boolean placed = !given.place().equals(given.name());
        return "unknown setting \""
                + given.name()
                + "\""
                + (placed ? " (" + given.place() + ")" : "")
                + "."
                + meant(given.name(), known);
    }

    static String unknownFlag(String flag, Collection<String> known) {
        return "unknown flag \"" + flag + "\"." + meant(flag, known);
    }

    static String badValue(Setting<?> setting, Given given) {
        return "bad value \""
                + given.value()
                + "\" for "
                + setting.key()
                + " ("
                + given.place()
                + "); accepted is "
                + setting.form().accepted()
                + ".";
    }

    private static String meant(String wrong, Collection<String> known) {
        return Suggestion.nearest(wrong, known)
                .map(name -> " Did you mean \"" + name + "\"?")
                .orElse("");
    }
}
