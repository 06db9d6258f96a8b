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
            customSynopsis = "forebay start [FLAG]...",
            description = {
                "Start the server in the foreground; Ctrl-C drains and stops it.",
                "",
                "forebay start --help tells its flags."
            },
            exitCodeList = {
                "0:stopped clean",
                "1:failed, such as when the port is taken",
                "2:wrong flags or settings",
                "3:the data folder is locked, damaged, of a newer format or unusable",
                "4:storage failed while it ran"
            })
    static final class Start extends OfTheServer {}

    @Command(
            name = "verify",
            customSynopsis = "forebay verify DIR",
            description = {
                "Check every byte of a data folder that no server uses.",
                "",
                "Changes no data. Each damaged range is named."
            },
            exitCodeList = {
                "0:sound",
                "1:there is no such folder, it holds no data, or it cannot be read",
                "2:wrong usage",
                "3:damaged, in use by a server, or of a newer format"
            })
    static final class Verify extends OfTheServer {}
}
