package dev.forebay.cli;

import dev.forebay.cli.completion.Candidates;
import java.util.List;
import picocli.CommandLine;

/** The entry of every command except those that the launcher gives to the server. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        if (arguments.length > 1 && arguments[0].equals(Candidates.ASK)) {
            CommandLine commandLine =
                    Commands.completing(List.of(arguments).subList(2, arguments.length));
            Candidates.of(commandLine, arguments).forEach(commandLine.getOut()::println);
            return;
        }
        System.exit(Commands.of(arguments).execute(arguments));
    }
}
