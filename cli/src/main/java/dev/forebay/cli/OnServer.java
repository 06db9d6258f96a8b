package dev.forebay.cli;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import dev.forebay.cli.context.ContextNames;
import dev.forebay.cli.context.Contexts;
import dev.forebay.cli.context.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that ask a running server, and how they come to it. */
public final class OnServer {
    /** How long an answer may take that needs no search and no waiting. */
    public static final Duration SHORT = Duration.ofMinutes(1);

    /**
     * How long an answer may take that looks through a queue, at the pace of background reading.
     */
    public static final Duration LONG = Duration.ofHours(1);

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    @Option(
            names = {"--server", "--url"},
            paramLabel = "URL",
            converter = ServerAddress.class,
            description = {
                "The server (FOREBAY_SERVER; else that of the context in use, else",
                "http://127.0.0.1:9324)."
            })
    private Optional<URI> server = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            completionCandidates = ContextNames.class,
            description = "A server named by forebay context add (FOREBAY_CONTEXT).")
    private String context = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = {
                "Where the server has users: a token of one who may do this.",
                "In the variable FOREBAY_TOKEN it stays out of the list of processes."
            })
    private String token = "";

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "A user, with --password-file (FOREBAY_USER).")
    private String user = "";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the user's password (FOREBAY_PASSWORD_FILE).")
    private String passwordFile = "";

    /** For picocli. */
    public OnServer() {}

    /** What is asked of the server. */
    public interface Work<T> {
        /** Asks. */
        T of(Api api) throws IOException, InterruptedException, CommandFailed;
    }

    /** Which server that is, and who asks. */
    public Target target() throws CommandFailed {
        Target.Said said =
                new Target.Said(
                        server.map(URI::toString).orElse(""), context, token, user, passwordFile);
        return Target.choose(said, System.getenv(), Contexts.ofUser());
    }

    /** Asks the server for what it answers soon. */
    public <T> T ask(Work<T> work) throws CommandFailed {
        return ask(SHORT, work);
    }

    /**
     * Asks the server.
     *
     * @param longestCall how long an answer may take
     * @throws CommandFailed when no server answers, or it refuses
     */
    public <T> T ask(Duration longestCall, Work<T> work) throws CommandFailed {
        Target target = target();
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LONGEST_CONNECT)
                        .build()) {
            Api api = new Api(http, target.server(), target.who(), longestCall);
            return ask(api, work);
        } catch (IOException failure) {
            throw Unreachable.by(failure, target.server());
        } catch (InterruptedException stopped) {
            throw new CommandFailed(ExitCode.FAILED, "stopped before the end.");
        }
    }

    private static <T> T ask(Api api, Work<T> work)
            throws IOException, InterruptedException, CommandFailed {
        try {
            return work.of(api);
        } catch (ApiRefusal refusal) {
            throw Refused.by(api, refusal);
        } finally {
            api.signOut();
        }
    }
}
