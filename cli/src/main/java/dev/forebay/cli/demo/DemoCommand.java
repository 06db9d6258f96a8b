package dev.forebay.cli.demo;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.ServerAddress;
import dev.forebay.cli.local.CleanEnding;
import dev.forebay.cli.local.TemporaryServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays the story and judges it. */
@Command(
        name = "demo",
        description = {
            "Watch a surge, a crash, a poison order and an outage, then read the account.",
            "",
            "A producer sends 500 orders a second to a consumer that manages 100; the",
            "consumer dies with orders in hand; one order breaks whoever works on it; what",
            "the consumers call is down for a while. At the end every order is accounted",
            "for. Starts a server of its own in a temporary folder, unless --url names one."
        },
        exitCodeList = {
            "0:the account holds: no message lost, no send failed",
            "1:it does not, or the demo's own server did not start",
            "2:wrong usage",
            "6:no server answers at the address"
        })
public final class DemoCommand implements Callable<Integer> {
    /** Set by the launcher to its own path. */
    private static final String LAUNCHER = "forebay.launcher";

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--fast", description = "All acts within some seconds.")
    private boolean fast;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = ServerAddress.class,
            description = {
                "A running server, such as http://127.0.0.1:9324.",
                "The demo makes queues of its own there and deletes them."
            })
    private Optional<URI> url = Optional.empty();

    @Override
    public Integer call() throws CommandFailed, IOException {
        ThreadFactory threads = Thread.ofVirtual().factory();
        try (CleanEnding ending = CleanEnding.of(Thread.ofPlatform().factory());
                HttpClient http = client()) {
            boolean holds =
                    url.isPresent()
                            ? play(http, url.get(), threads)
                            : playOnOwnServer(http, threads);
            return (holds ? ExitCode.OK : ExitCode.FAILED).number();
        }
    }

    private boolean playOnOwnServer(HttpClient http, ThreadFactory threads)
            throws CommandFailed, IOException {
        String launcher = System.getProperty(LAUNCHER);
        if (launcher == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "without the launcher there is no server to start: run ./forebay demo, or name one by --url.");
        }
        spec.commandLine().getErr().println("Starting a server in a temporary folder ...");
        try (TemporaryServer server = TemporaryServer.start(launcher, threads)) {
            return play(http, server.address(), threads);
        }
    }

    private boolean play(HttpClient http, URI server, ThreadFactory threads)
            throws CommandFailed, IOException {
        PrintWriter out = spec.commandLine().getOut();
        Script script = fast ? Script.fast() : Script.told();
        try (Audience audience = Audience.ofStdout()) {
            View view =
                    audience.view(
                            out,
                            System.out.charset(),
                            strokes -> new Picture(server.toString(), strokes, script.deepest()));
            return new Performance(http, server, queueName(), script, new MachineTime(), threads)
                    .play(view, out);
        }
    }

    /** Another one in each run, so that runs against one server do not meet. */
    private static String queueName() {
        return "demo-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LONGEST_CONNECT)
                .build();
    }
}
