package dev.forebay.cli.completion;

import dev.forebay.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that teaches a shell our commands. */
@Command(
        name = "completion",
        description = {
            "Teach a shell to complete commands, options and names of queues.",
            "",
            "bash: eval \"$(forebay completion bash)\"; zsh likewise; fish: forebay",
            "completion fish | source."
        })
public final class CompletionCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    /** For picocli. */
    public CompletionCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(shell.script());
        spec.commandLine().getOut().flush();
        return ExitCode.OK.number();
    }
}
