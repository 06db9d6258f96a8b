package dev.forebay.cli.output;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has what cannot be undone confirmed: by a person at the terminal, or by an option. */
public final class Consent {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-y", "--yes"},
            description = "Do it without a question.")
    private boolean given;

    /** For picocli. */
    public Consent() {}

    /**
     * Asks, unless it was said already.
     *
     * @param deed what will be done, as the beginning of a question
     * @throws CommandFailed when the answer is no, or nobody is there to answer
     */
    public void to(String deed) throws CommandFailed {
        if (given) {
            return;
        }
        Console person =
                Terminals.person()
                        .orElseThrow(() ->
                                new CommandFailed(
                                        ExitCode.USAGE,
                                        deed
                                                + "? Nobody is here to answer: say --yes, or"
                                                + " --dry-run."));
        spec.commandLine().getErr().print(deed + "? [y/N] ");
        spec.commandLine().getErr().flush();
        String answer = person.readLine();
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new CommandFailed(ExitCode.FAILED, "nothing was done.");
        }
    }
}
