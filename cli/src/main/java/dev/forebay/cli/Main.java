package dev.forebay.cli;

import dev.forebay.cli.completion.Candidates;
import dev.forebay.cli.output.Stdout;
import java.util.List;
import java.util.Optional;
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
        System.exit(run(arguments));
    }

    /** What was not written to the end was not told, whatever the server did. */
    private static int run(String[] arguments) {
        Stdout stdout = Stdout.ofProcess();
        CommandLine commandLine = Commands.of(arguments).setOut(stdout.writer());
        int code = commandLine.execute(arguments);
        Optional<String> failure = stdout.failure();
        failure.ifPresent(why ->
                commandLine.getErr().println("forebay: cannot write to stdout: " + why + "."));
        return failure.isPresent() && code == ExitCode.OK.number()
                ? ExitCode.FAILED.number()
                : code;
    }
}
