package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.ServerAddress;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.sqs.AwsFiles;
import dev.forebay.cli.sqs.AwsKey;
import dev.forebay.cli.sqs.RequestSigner;
import dev.forebay.cli.sqs.SigV4;
import dev.forebay.cli.sqs.SqsCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a server to what an SQS endpoint has. */
@Command(
        name = "sqs",
        description = {
            "Take over the queues of Amazon SQS, or of what speaks it.",
            "",
            "Queues with their times, limits, dead-letter queues, FIFO settings and tags;",
            "what differs here is changed. Policies and encryption are left out and told.",
            "With --with-messages what waits there is moved, at least once: received, sent",
            "here, and deleted there when it is on disk. What is delayed or with a consumer",
            "stays there, and is told; the command ends with 8 then.",
            "",
            "Keys are those of Amazon's tools: variables (AWS_ACCESS_KEY_ID, ...) or a",
            "profile of ~/.aws. For roles and single sign-on: eval \"$(aws configure",
            "export-credentials --format env)\"."
        },
        footer = {
            "",
            "Examples:",
            "  forebay import sqs --region eu-central-1 --queue-prefix shop- --dry-run",
            "  forebay import sqs --endpoint-url http://127.0.0.1:9325 --with-messages"
        })
final class ImportSqsCommand implements Callable<Integer> {
    private static final ServerAddress ADDRESS = new ServerAddress();
    private static final String ANY_REGION = "us-east-1";

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            converter = ServerAddress.class,
            description = {
                "Where (AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL); else Amazon's, of the",
                "region."
            })
    private Optional<URI> endpoint = Optional.empty();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Which (AWS_REGION; else that of the profile).")
    private Optional<String> region = Optional.empty();

    @Option(names = "--profile", paramLabel = "NAME", description = "Of ~/.aws (AWS_PROFILE).")
    private String profile = "";

    @Option(
            names = "--queue-prefix",
            paramLabel = "TEXT",
            description = "Only queues whose names begin so.")
    private String prefix = "";

    @Option(names = "--with-messages", description = "Move what waits in the queues, too.")
    private boolean withMessages;

    @Option(names = "--dry-run", description = "Tell what would be done, and change nothing.")
    private boolean dryRun;

    /** For picocli. */
    ImportSqsCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            SqsSource sqs = new SqsSource(calls(http));
            List<SqsQueues.Found> found = new SqsQueues(sqs).all(prefix);
            return server.ask(OnServer.LONG, api -> take(sqs, api, found).number());
        } catch (InterruptedException stopped) {
            throw new CommandFailed(ExitCode.FAILED, "stopped before the end.");
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot read ~/.aws: " + unreadable.getMessage());
        }
    }

    private SqsCalls calls(HttpClient http) throws IOException, CommandFailed {
        AwsFiles aws =
                new AwsFiles(System.getenv(), Path.of(System.getProperty("user.home")), profile);
        if (!profile.isEmpty() && !aws.hasProfile()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "there is no profile \"%s\" in ~/.aws. aws configure list-profiles tells which are."
                            .formatted(profile));
        }
        Optional<AwsKey> key = aws.key();
        Optional<String> where = region.isPresent() ? region : aws.region();
        Optional<URI> named = endpoint.or(() -> aws.endpoint().map(ADDRESS::convert));
        if (named.isEmpty() && (key.isEmpty() || where.isEmpty())) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Amazon's endpoint wants a key and a region: set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, or say --profile; and --region. Another"
                            + " endpoint is named by --endpoint-url.");
        }
        String signedFor = where.orElse(ANY_REGION);
        URI url = named.orElse(URI.create("https://sqs." + signedFor + ".amazonaws.com"));
        return new SqsCalls(
                http,
                url.resolve("/"),
                key.<RequestSigner>map(one -> new SigV4(one, signedFor, InstantSource.system()))
                        .orElse(RequestSigner.NOBODY));
    }

    private ExitCode take(SqsSource sqs, Api api, List<SqsQueues.Found> found)
            throws IOException, InterruptedException, CommandFailed {
        try (Outcomes outcomes =
                withMessages
                        ? Outcomes.withMessages(output, dryRun)
                        : Outcomes.of(output, dryRun)) {
            Takeover takeover = new Takeover(api, dryRun, outcomes);
            for (SqsQueues.Found queue : found) {
                takeover.queue(queue.definition(), leftOut(queue, found));
            }
            SqsMoves moves =
                    new SqsMoves(new SqsMessages(sqs, api), dryRun, outcomes, output.talk());
            for (SqsQueues.Found queue : withMessages ? found : List.<SqsQueues.Found>of()) {
                moves.move(queue);
            }
            outcomes.complete();
            return moves.isComplete() ? takeover.end() : ExitCode.PARTLY;
        }
    }

    /** What of a queue is not taken over; empty when nothing. */
    private static String leftOut(SqsQueues.Found queue, List<SqsQueues.Found> found) {
        List<String> leftOut = new ArrayList<>(queue.leftOut());
        String dead = queue.deadLetterQueue();
        if (!dead.isEmpty() && found.stream().noneMatch(each -> each.name().equals(dead))) {
            leftOut.add("dead-letter queue \"" + dead + "\"");
        }
        return leftOut.isEmpty() ? "" : "left out: " + String.join(", ", leftOut);
    }
}
