package dev.forebay.cli.definitions;

import dev.forebay.cli.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code forebay import} alone: says from where. */
@Command(
        name = "import",
        description = "Take over what another broker had.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "rabbitmq FILE",
        commandListHeading = "%nFrom:%n",
        optionListHeading = "%nOptions:%n",
        subcommands = ImportRabbitmqCommand.class)
public final class ImportCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public ImportCommand() {}

    @Override
    public void run() {
        CommandLine commandLine = spec.commandLine();
        commandLine.usage(commandLine.getOut());
    }
}
