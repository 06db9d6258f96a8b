package dev.forebay.cli;

import dev.forebay.cli.local.TemporaryServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine;

/**
 * Uses a server as people at a terminal do: what is loaded on the way is what the launcher's
 * start-up cache for the command line will hold. Run by the launcher after each build.
 */
public final class TrainingRun {
    private static final List<String> STEPS =
            List.of(
                    "queue create training",
                    "queue ls",
                    "queue ls -o json",
                    "queue show training",
                    "send training hello",
                    "browse training",
                    "receive training --ack",
                    "tail training",
                    "dead ls",
                    "queue rm training --yes",
                    "check",
                    "nonsense");

    private TrainingRun() {}

    /** Ends with 0 when a server could be used. */
    public static void main(String[] arguments) throws IOException, CommandFailed {
        String launcher = System.getProperty("forebay.launcher");
        try (TemporaryServer server =
                TemporaryServer.start(launcher, Thread.ofPlatform().daemon().factory())) {
            for (String step : STEPS) {
                perform((step + " --server " + server.address()).split(" ", -1));
            }
        }
    }

    private static void perform(String[] arguments) {
        CommandLine commandLine = Commands.of(arguments);
        commandLine.setOut(new PrintWriter(Writer.nullWriter()));
        commandLine.setErr(new PrintWriter(Writer.nullWriter()));
        commandLine.execute(arguments);
    }
}
