package dev.forebay.cli;

import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that ask a running server, and how they come to it. */
public final class OnServer {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = ServerAddress.class,
            defaultValue = "http://127.0.0.1:9324",
            description = "The server (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("");

    private Optional<String> token = Optional.empty();

    /** For picocli. */
    public OnServer() {}

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:FOREBAY_TOKEN:-}",
            description = {
                "Where the server has users: a token of one who may do this.",
                "In the variable FOREBAY_TOKEN it stays out of the list of processes."
            })
    void setToken(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!Api.isToken(text)) {
            // Without the text itself, which is a secret all the same.
            throw new ParameterException(
                    spec.commandLine(), "the token has characters that no token has.");
        }
        token = Optional.of(text);
    }

    /** What is asked of the server. */
    public interface Work<T> {
        /** Asks. */
        T of(Api api) throws IOException, InterruptedException, CommandFailed;
    }

    /**
     * Asks the server.
     *
     * @param longestCall how long an answer may take
     * @throws CommandFailed when no server answers, or it refuses
     */
    public <T> T ask(Duration longestCall, Work<T> work) throws CommandFailed {
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LONGEST_CONNECT)
                        .build()) {
            return work.of(new Api(http, url, token, longestCall));
        } catch (ConnectException | HttpTimeoutException nobody) {
            throw new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "no server answers at " + url + ". ./forebay start starts one.");
        } catch (IOException failure) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s: %s"
                            .formatted(
                                    url,
                                    Objects.requireNonNullElse(
                                            failure.getMessage(), "the connection broke")));
        } catch (InterruptedException stopped) {
            throw new CommandFailed(ExitCode.FAILED, "stopped before the end.");
        }
    }
}
