package dev.forebay.server.process;

import java.io.PrintStream;
import java.util.List;

/** {@code forebay verify DIR}. */
public final class VerifyCommand {
    private final PrintStream err;

    public VerifyCommand(PrintStream out, PrintStream err) {
        this.err = err;
    }

    public ExitCode run(List<String> arguments) {
        err.println("forebay: verify is not there yet.");
        return ExitCode.FAILED;
    }
}
