package dev.forebay.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Commands that the launcher gives to the server's own program. They are here so that help lists
 * them and a mistyped name finds them.
 */
public abstract class OfTheServer implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailed {
        String command = spec.qualifiedName();
        String launch = "./" + command + " " + String.join(" ", arguments);
        throw new CommandFailed(
                ExitCode.USAGE,
                "\"%s\" belongs to the server's program. Start it by the launcher: %s"
                        .formatted(command, launch.strip()));
    }

    @Command(
            name = "start",
            description = "Start the server in the foreground; Ctrl-C drains and stops it.")
    static final class Start extends OfTheServer {}

    @Command(
            name = "verify",
            description = "Check every byte of a data folder that no server uses.")
    static final class Verify extends OfTheServer {}
}
