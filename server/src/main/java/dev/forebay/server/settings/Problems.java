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

    /** One file of settings does not name another. */
    static String fileInFile(Setting<?> setting, Given given) {
        return "setting \""
                + given.name()
                + "\" has no meaning in a file ("
                + given.place()
                + "); give it by "
                + setting.flag()
                + " or "
                + setting.variable()
                + ".";
    }

    static String badValue(Setting<?> setting, Given given) {
        return "bad value \""
                + given.value()
                + "\" for "
                + setting.key()
                + " ("
                + given.place()
                + ")"
                + setting.form().why(given.value()).map(why -> ": " + why).orElse("")
                + "; accepted is "
                + setting.form().accepted()
                + "."
                + setting.form().nearest(given.value()).map(Problems::question).orElse("");
    }

    private static String meant(String wrong, Collection<String> known) {
        return Suggestion.nearest(wrong, known).map(Problems::question).orElse("");
    }

    private static String question(String right) {
        return " Did you mean \"" + right + "\"?";
    }
}
