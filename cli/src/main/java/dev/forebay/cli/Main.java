package dev.forebay.cli;

import dev.forebay.cli.completion.Candidates;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** The entry of every command except those that the launcher gives to the server. */
public final class Main {
    private Main() {}

    /** Unlike {@code System.out}, it lets one know that nobody reads any more. */
    private static PrintWriter stdout() {
        return new PrintWriter(
                new BufferedWriter(
                        new OutputStreamWriter(
                                new FileOutputStream(FileDescriptor.out), System.out.charset())),
                true);
    }

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        if (arguments.length > 1 && arguments[0].equals(Candidates.ASK)) {
            CommandLine commandLine =
                    Commands.completing(List.of(arguments).subList(2, arguments.length));
            Candidates.of(commandLine, arguments).forEach(commandLine.getOut()::println);
            return;
        }
        System.exit(Commands.of(arguments).setOut(stdout()).execute(arguments));
    }
}
