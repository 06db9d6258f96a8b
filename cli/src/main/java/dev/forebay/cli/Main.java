package dev.forebay.cli;

import dev.forebay.cli.audit.AuditCommand;
import dev.forebay.cli.definitions.ImportCommand;
import dev.forebay.cli.demo.DemoCommand;
import picocli.CommandLine;

/** The entry of every command except those that the launcher gives to the server. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** All commands, writing to this process' streams until told otherwise. */
    static CommandLine commandLine() {
        return new CommandLine(new ForebayCommand())
                .addSubcommand(new OfTheServer.Start())
                .addSubcommand(new OfTheServer.Verify())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new AuditCommand())
                .addSubcommand(new ImportCommand())
                .setParameterExceptionHandler(WrongUsage::explain)
                .setExecutionExceptionHandler(Main::fail);
    }

    private static int fail(
            Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof CommandFailed expected) {
            commandLine.getErr().println("forebay: " + expected.getMessage());
            return expected.code().number();
        }
        throw failure;
    }
}
