package dev.forebay.cli.completion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** What may stand in the place of a word that is being typed; shells ask by {@code __complete}. */
public final class Candidates {
    /** The first word of a command line by which a shell asks. */
    public static final String ASK = "__complete";

    /** Between the words of one value, of which the last is completed. */
    private static final char LIST = ',';

    private Candidates() {}

    /**
     * Gives them.
     *
     * @param asked {@link #ASK}, the place of the word among all with the command at 0, then the
     *     words behind the command
     */
    public static List<String> of(CommandLine commandLine, String[] asked) {
        int place = Integer.parseInt(asked[1]) - 1;
        String[] typed = Arrays.copyOfRange(asked, 2, asked.length);
        String[] words = Arrays.copyOf(typed, Math.max(typed.length, place + 1));
        for (int i = typed.length; i < words.length; i++) {
            words[i] = "";
        }
        String begun = words[place];
        if (ServerFlags.areMeant(words, place)) {
            return ServerFlags.startingWith(begun);
        }
        int part = begun.startsWith("-") ? 0 : begun.lastIndexOf(LIST) + 1;
        words[place] = begun.substring(part);
        return endings(commandLine, words, place).stream()
                .map(ending -> begun + ending)
                .filter(candidate -> begun.startsWith("-") || !candidate.startsWith("-"))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<CharSequence> endings(CommandLine line, String[] words, int place) {
        List<CharSequence> endings = new ArrayList<>();
        int ended =
                AutoComplete.complete(
                        line.getCommandSpec(), words, place, words[place].length(), 0, endings);
        return ended < 0 ? List.of() : endings;
    }
}
