package dev.forebay.packaging;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Turns texts that are broken for a terminal into what a typesetter breaks by itself. */
final class Wording {
    private final String version;

    private Wording(String version) {
        this.version = version;
    }

    /** For pages that name this version. */
    static Wording of(String version) {
        return new Wording(version);
    }

    /** Changes the command and all below it. */
    void apply(CommandSpec command) {
        command.versionProvider(null);
        command.version("Forebay " + version);
        UsageMessageSpec usage = command.usageMessage();
        usage.description(paragraphs(usage.description()));
        usage.exitCodeListHeading("Exit status");
        List.copyOf(command.options()).forEach(option -> reword(command, option));
        command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .forEach(this::apply);
    }

    /** Picocli replaces no option of a group; those that there are have one line. */
    private static void reword(CommandSpec command, OptionSpec option) {
        if (option.group() == null) {
            command.remove(option);
            command.addOption(
                    option.toBuilder().description(paragraphs(option.description())).build());
        }
    }

    /** Joins lines that follow each other; an empty one ends a paragraph. */
    private static String[] paragraphs(String[] lines) {
        List<String> paragraphs = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        for (String line : lines) {
            if (line.isEmpty()) {
                paragraphs.add(paragraph.toString());
                paragraph.setLength(0);
            } else {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            }
        }
        paragraphs.add(paragraph.toString());
        return paragraphs.toArray(String[]::new);
    }
}
