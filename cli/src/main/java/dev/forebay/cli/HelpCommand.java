package dev.forebay.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what a command takes, as {@code --help} behind it does. */
@Command(name = HelpCommand.NAME, description = "Show what a command takes.")
final class HelpCommand implements Callable<Integer> {
    static final String NAME = "help";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            completionCandidates = CommandNames.class,
            description = "Such as: queue create. All commands without it.")
    private List<String> names = List.of();

    /** For picocli. */
    HelpCommand() {}

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine below = command.getSubcommands().get(name);
            if (below == null) {
                throw new UnmatchedArgumentException(command, List.of(name));
            }
            command = below;
        }
        command.usage(spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
