package dev.forebay.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, what was probably meant, and where to read on. */
final class WrongUsage {
    /** An option of one letter, which is like all others. */
    private static final int LETTER = 2;

    /** Names of an enum, which is no business of who types. */
    private static final Pattern VALUES = Pattern.compile("expected one of \\[.*?]");

    private WrongUsage() {}

    /** Prints to the command's stderr; gives the code to end with. */
    static int explain(ParameterException wrong, String[] arguments) {
        CommandLine at = wrong.getCommandLine();
        String what =
                wrong instanceof UnmatchedArgumentException unmatched
                        ? unknown(unmatched.getUnmatched().getFirst(), at.getCommandSpec())
                        : worded(Objects.requireNonNullElse(wrong.getMessage(), "wrong usage."));
        at.getErr().println("forebay: " + what);
        at.getErr().println("See '" + at.getCommandSpec().qualifiedName() + " --help'.");
        return at.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What picocli says, in the words of this program. */
    private static String worded(String message) {
        return VALUES.matcher(message)
                .replaceAll(found -> found.group().toLowerCase(Locale.ROOT))
                .replaceFirst("^Error: ", "")
                .replace("option option", "option")
                .replace("KEY=VALUE", "NAME=VALUE")
                .replaceAll("is not an? (int|long|double)$", "is not a number.")
                .replaceAll(" \\(case-insensitive\\)", "")
                .replaceAll("but was '(.*)'$", "and not \"$1\".");
    }

    private static String unknown(String given, CommandSpec command) {
        boolean option = given.startsWith("-");
        Collection<String> known =
                option ? command.optionsMap().keySet() : command.subcommands().keySet();
        String kind = option ? "option" : command.subcommands().isEmpty() ? "argument" : "command";
        Optional<String> meant =
                given.length() <= LETTER ? Optional.empty() : Nearest.to(given, known);
        boolean early = option && meant.isEmpty() && !command.subcommands().isEmpty();
        return Stream.of(
                        Optional.of("unknown %s \"%s\".".formatted(kind, given)),
                        meant.map(" Did you mean \"%s\"?"::formatted),
                        early
                                ? Optional.of(" Options stand behind the whole command.")
                                : Optional.<String>empty())
                .flatMap(Optional::stream)
                .reduce("", String::concat);
    }
}
