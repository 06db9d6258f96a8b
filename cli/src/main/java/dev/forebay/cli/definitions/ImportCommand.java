package dev.forebay.cli.definitions;

import dev.forebay.cli.Subcommands;
import picocli.CommandLine.Command;

/** {@code forebay import} alone: says from where. */
@Command(
        name = "import",
        description = "Take over what another server or broker had.",
        subcommands = {
            ImportForebayCommand.class,
            ImportRabbitmqCommand.class,
            ImportSqsCommand.class
        })
public final class ImportCommand extends Subcommands {
    /** For picocli. */
    public ImportCommand() {}
}
