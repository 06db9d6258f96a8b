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
        List<CharSequence> endings = new ArrayList<>();
        int ended =
                AutoComplete.complete(
                        commandLine.getCommandSpec(), words, place, begun.length(), 0, endings);
        if (ended < 0) {
            return List.of();
        }
        return endings.stream()
                .map(ending -> begun + ending)
                .filter(candidate -> begun.startsWith("-") || !candidate.startsWith("-"))
                .distinct()
                .sorted()
                .toList();
    }
}
