package dev.forebay.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What all commands have alike: help, version, headings, and how they end. */
final class Conventions {
    private static final Map<String, String> CODES = new LinkedHashMap<>();

    static {
        CODES.put("0", "done");
        CODES.put("1", "failed");
        CODES.put("2", "wrong usage");
        CODES.put("4", "what was named is not there");
        CODES.put("5", "the server refuses it");
        CODES.put("6", "no server answers at the address");
        CODES.put("7", "not allowed");
        CODES.put("8", "some of it was done");
    }

    private Conventions() {}

    /** Gives them to a command and all below it. */
    static CommandLine apply(CommandLine commandLine) {
        commandLine.getCommandSpec().mixinStandardHelpOptions(true);
        commandLine.getCommandSpec().versionProvider(new Version());
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.optionListHeading("%nOptions:%n");
        if (!commandLine.getSubcommands().isEmpty()) {
            usage.commandListHeading("%nCommands:%n");
        }
        if (!(commandLine.getCommandSpec().userObject() instanceof Subcommands)) {
            usage.exitCodeListHeading("%nExit codes:%n");
            if (usage.exitCodeList().isEmpty()) {
                usage.exitCodeList(CODES);
            }
        }
        commandLine.getSubcommands().values().forEach(Conventions::apply);
        return commandLine;
    }
}
