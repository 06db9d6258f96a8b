package dev.forebay.server.process;

import java.io.PrintStream;
import java.util.List;

/** {@code forebay verify DIR}. */
public final class VerifyCommand {
    private final PrintStream out;
    private final PrintStream err;

    public VerifyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public ExitCode run(List<String> arguments) {
        return ExitCode.FAILED;
    }
}
