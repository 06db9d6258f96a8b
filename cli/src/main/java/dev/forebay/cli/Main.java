package dev.forebay.cli;

import dev.forebay.cli.audit.AuditCommand;
import dev.forebay.cli.completion.Candidates;
import dev.forebay.cli.completion.CompletionCommand;
import dev.forebay.cli.context.ContextCommand;
import dev.forebay.cli.dead.DeadCommand;
import dev.forebay.cli.definitions.ExportCommand;
import dev.forebay.cli.definitions.ImportCommand;
import dev.forebay.cli.demo.DemoCommand;
import dev.forebay.cli.load.BenchCommand;
import dev.forebay.cli.message.BrowseCommand;
import dev.forebay.cli.message.ReceiveCommand;
import dev.forebay.cli.message.SendCommand;
import dev.forebay.cli.message.SettleCommands;
import dev.forebay.cli.message.TailCommand;
import dev.forebay.cli.message.TraceCommand;
import dev.forebay.cli.queue.QueueCommand;
import dev.forebay.cli.run.ReplayCommand;
import dev.forebay.cli.run.ReplaysCommand;
import dev.forebay.cli.top.TopCommand;
import dev.forebay.cli.upkeep.CheckCommand;
import dev.forebay.cli.upkeep.ConfigCommand;
import dev.forebay.cli.upkeep.DoctorCommand;
import dev.forebay.cli.upkeep.HelloCommand;
import dev.forebay.cli.users.UsersCommand;
import picocli.CommandLine;

/** The entry of every command except those that the launcher gives to the server. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        CommandLine commandLine = commandLine();
        if (arguments.length > 1 && arguments[0].equals(Candidates.ASK)) {
            Candidates.of(commandLine, arguments).forEach(commandLine.getOut()::println);
            return;
        }
        System.exit(commandLine.execute(arguments));
    }

    /** All commands, writing to this process' streams until told otherwise. */
    static CommandLine commandLine() {
        CommandLine commandLine =
                new CommandLine(new ForebayCommand())
                        .addSubcommand(new OfTheServer.Start())
                        .addSubcommand(new OfTheServer.Verify())
                        .addSubcommand(new DemoCommand())
                        .addSubcommand(new QueueCommand())
                        .addSubcommand(new SendCommand())
                        .addSubcommand(new ReceiveCommand())
                        .addSubcommand(new SettleCommands.Ack())
                        .addSubcommand(new SettleCommands.Release())
                        .addSubcommand(new SettleCommands.Reject())
                        .addSubcommand(new SettleCommands.Extend())
                        .addSubcommand(new BrowseCommand())
                        .addSubcommand(new TailCommand())
                        .addSubcommand(new TraceCommand())
                        .addSubcommand(new TopCommand())
                        .addSubcommand(new BenchCommand())
                        .addSubcommand(new DeadCommand())
                        .addSubcommand(new ReplayCommand())
                        .addSubcommand(new ReplaysCommand())
                        .addSubcommand(new AuditCommand())
                        .addSubcommand(new ExportCommand())
                        .addSubcommand(new ImportCommand())
                        .addSubcommand(new UsersCommand())
                        .addSubcommand(new ConfigCommand())
                        .addSubcommand(new CheckCommand())
                        .addSubcommand(new DoctorCommand())
                        .addSubcommand(new HelloCommand())
                        .addSubcommand(new ContextCommand())
                        .addSubcommand(new CompletionCommand());
        return Conventions.apply(commandLine)
                .setCaseInsensitiveEnumValuesAllowed(true)
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
