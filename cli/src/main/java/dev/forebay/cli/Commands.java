package dev.forebay.cli;

import dev.forebay.cli.alerts.AlertsCommand;
import dev.forebay.cli.audit.AuditCommand;
import dev.forebay.cli.completion.CompletionCommand;
import dev.forebay.cli.context.ContextCommand;
import dev.forebay.cli.dead.DeadCommand;
import dev.forebay.cli.definitions.ExportCommand;
import dev.forebay.cli.definitions.ImportCommand;
import dev.forebay.cli.demo.DemoCommand;
import dev.forebay.cli.hello.HelloCommand;
import dev.forebay.cli.load.BenchCommand;
import dev.forebay.cli.message.BrowseCommand;
import dev.forebay.cli.message.ReceiveCommand;
import dev.forebay.cli.message.SendCommand;
import dev.forebay.cli.message.SettleCommands;
import dev.forebay.cli.message.TailCommand;
import dev.forebay.cli.message.TraceCommand;
import dev.forebay.cli.output.NobodyReads;
import dev.forebay.cli.queue.QueueCommand;
import dev.forebay.cli.run.ReplayCommand;
import dev.forebay.cli.run.ReplaysCommand;
import dev.forebay.cli.top.TopCommand;
import dev.forebay.cli.upkeep.CheckCommand;
import dev.forebay.cli.upkeep.ConfigCommand;
import dev.forebay.cli.upkeep.DoctorCommand;
import dev.forebay.cli.upkeep.SnapshotCommand;
import dev.forebay.cli.users.UsersCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All commands by name, in the order in which help tells them. */
public final class Commands {
    private static final Map<String, Supplier<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("start", OfTheServer.Start::new);
        ALL.put("verify", OfTheServer.Verify::new);
        ALL.put("demo", DemoCommand::new);
        ALL.put("queue", QueueCommand::new);
        ALL.put("send", SendCommand::new);
        ALL.put("receive", ReceiveCommand::new);
        ALL.put("ack", SettleCommands.Ack::new);
        ALL.put("release", SettleCommands.Release::new);
        ALL.put("reject", SettleCommands.Reject::new);
        ALL.put("extend", SettleCommands.Extend::new);
        ALL.put("browse", BrowseCommand::new);
        ALL.put("tail", TailCommand::new);
        ALL.put("trace", TraceCommand::new);
        ALL.put("top", TopCommand::new);
        ALL.put("alerts", AlertsCommand::new);
        ALL.put("bench", BenchCommand::new);
        ALL.put("dead", DeadCommand::new);
        ALL.put("replay", ReplayCommand::new);
        ALL.put("replays", ReplaysCommand::new);
        ALL.put("audit", AuditCommand::new);
        ALL.put("export", ExportCommand::new);
        ALL.put("import", ImportCommand::new);
        ALL.put("users", UsersCommand::new);
        ALL.put("config", ConfigCommand::new);
        ALL.put("snapshot", SnapshotCommand::new);
        ALL.put("check", CheckCommand::new);
        ALL.put("doctor", DoctorCommand::new);
        ALL.put("hello", HelloCommand::new);
        ALL.put("context", ContextCommand::new);
        ALL.put("completion", CompletionCommand::new);
        ALL.put("help", HelpCommand::new);
    }

    private Commands() {}

    /** Their names. */
    static Set<String> names() {
        return Collections.unmodifiableSet(ALL.keySet());
    }

    /** All of them, writing to this process' streams until told otherwise. */
    public static CommandLine all() {
        return commandLine(List.copyOf(ALL.keySet()), CommandLine.defaultFactory());
    }

    /** All of them, for completing a line of these words. */
    static CommandLine completing(List<String> words) {
        return commandLine(List.copyOf(ALL.keySet()), Typed.of(words));
    }

    /**
     * Those that a command line needs: one, when it begins with its name. Reading the annotations
     * of all would be felt at each start.
     */
    static CommandLine of(String[] arguments) {
        return arguments.length > 0
                        && ALL.containsKey(arguments[0])
                        && !arguments[0].equals(HelpCommand.NAME)
                ? commandLine(List.of(arguments[0]), CommandLine.defaultFactory())
                : all();
    }

    private static CommandLine commandLine(List<String> names, CommandLine.IFactory factory) {
        CommandLine commandLine = new CommandLine(new ForebayCommand(), factory);
        for (String name : names) {
            commandLine.addSubcommand(ALL.getOrDefault(name, ForebayCommand::new).get());
        }
        return Conventions.apply(commandLine)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(WrongUsage::explain)
                .setExecutionExceptionHandler(Commands::fail);
    }

    private static int fail(
            Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailed expected) {
            commandLine.getErr().println("forebay: " + expected.getMessage());
            return expected.code().number();
        }
        if (failure instanceof NobodyReads) {
            return ExitCode.FAILED
                    .number(); // as a program that is ended by SIGPIPE: without a word
        }
        commandLine
                .getErr()
                .println(
                        "forebay: a defect of this program. Please report it with what follows and"
                                + " what you typed.");
        failure.printStackTrace(commandLine.getErr());
        return ExitCode.FAILED.number();
    }
}
