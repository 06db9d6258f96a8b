package dev.forebay.cli.audit;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.ServerAddress;
import dev.forebay.cli.Version;
import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a running server prove its counters. */
@Command(
        name = "audit",
        description = {
            "Prove the counters of a running server's queues.",
            "",
            "For each queue: what was sent is what is unsettled and what ended, in which",
            "way ever, against the messages that the log holds and the ends that the",
            "journal tells of. In the background of live traffic."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every counter is proven",
            "1:something contradicts, a queue is not there, or the server refuses",
            "2:wrong usage",
            "6:no server answers at the address"
        })
public final class AuditCommand implements Callable<Integer> {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    /** A queue of many millions is looked through at a bounded pace. */
    private static final Duration LONGEST_AUDIT = Duration.ofHours(1);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = ServerAddress.class,
            defaultValue = "http://127.0.0.1:9324",
            description = "The server (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("");

    private Optional<String> token = Optional.empty();

    @Parameters(
            paramLabel = "QUEUE",
            arity = "0..*",
            description = "Queues to audit; without any, all.")
    private List<String> queues = List.of();

    /** For picocli. */
    public AuditCommand() {}

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:FOREBAY_TOKEN:-}",
            description = {
                "Where the server has users: a token of one who may look.",
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

    @Override
    public Integer call() throws CommandFailed {
        PrintWriter out = spec.commandLine().getOut();
        try (HttpClient http = client()) {
            QueueAudits audits = new QueueAudits(new Api(http, url, token, LONGEST_AUDIT), out);
            boolean hold = queues.isEmpty() ? audits.ofAll() : audits.of(queues);
            out.flush();
            return (hold ? ExitCode.OK : ExitCode.FAILED).number();
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

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LONGEST_CONNECT)
                .build();
    }
}
