package dev.forebay.server;

import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.machine.ProcessAge;
import dev.forebay.server.machine.SteadyClock;
import dev.forebay.server.process.ConfigCheckCommand;
import dev.forebay.server.process.ExitCode;
import dev.forebay.server.process.StartCommand;
import dev.forebay.server.process.Usage;
import dev.forebay.server.process.VerifyCommand;
import dev.forebay.server.process.Version;
import java.util.List;

/** The server's program: {@code start}, {@code verify} and {@code config check}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        LocalFiles files = new LocalFiles();
        ProcessAge age = new ProcessAge(files, SteadyClock.system());
        System.exit(run(List.of(arguments), files, age).number());
    }

    private static ExitCode run(List<String> arguments, LocalFiles files, ProcessAge age) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        if (rest.contains("--help") || rest.contains("-h") || command.equals("--help")) {
            System.out.print(Usage.of(command));
            return ExitCode.CLEAN;
        }
        return switch (command) {
            case "start" ->
                    new StartCommand(files, age, System.out, System.err).run(rest, System.getenv());
            case "config" -> config(rest, files);
            case "verify" -> new VerifyCommand(files, System.out, System.err).run(rest);
            case "--version" -> {
                System.out.println("Forebay " + Version.TEXT);
                yield ExitCode.CLEAN;
            }
            default -> unknown(command);
        };
    }

    private static ExitCode config(List<String> arguments, LocalFiles files) {
        if (arguments.isEmpty() || !arguments.getFirst().equals("check")) {
            return unknown("config " + String.join(" ", arguments));
        }
        return new ConfigCheckCommand(files, System.out, System.err)
                .run(arguments.subList(1, arguments.size()), System.getenv());
    }

    private static ExitCode unknown(String command) {
        System.err.print("forebay: unknown command \"" + command + "\".\n\n" + Usage.of(command));
        return ExitCode.USAGE;
    }
}
