package dev.forebay.cli.message;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.output.Format;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows the newest messages of a queue, and those that come. */
@Command(
        name = "tail",
        description = {
            "Show a queue's newest messages, without taking them.",
            "",
            "With -f it goes on as they come, until Ctrl-C."
        })
public final class TailCommand implements Callable<Integer> {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private SearchOptions search = new SearchOptions();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            converter = Count.Converter.class,
            defaultValue = "10",
            description = "How many of those that are there (default: ${DEFAULT-VALUE}).")
    private Count lines = new Count(0);

    /** For picocli. */
    public TailCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        if (follow && output.format() == Format.JSON) {
            throw new ParameterException(
                    spec.commandLine(), "-o json has an end, and --follow has none: say -o jsonl.");
        }
        if (search.isForScheduled()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "what is scheduled has no place in the queue yet: see forebay browse --state"
                            + " scheduled.");
        }
        return server.ask(
                OnServer.LONG,
                api -> {
                    long end = end(api);
                    try (Listing listing = listing()) {
                        long next = show(api, Math.max(0, end - lines.value()), end, listing);
                        while (follow) {
                            Thread.sleep(BETWEEN);
                            next = show(api, next, end(api), listing);
                        }
                        listing.complete();
                    }
                    return ExitCode.OK.number();
                });
    }

    /** What is followed cannot wait for the widths of what comes. */
    private Listing listing() {
        return output.isForPeople()
                ? new MessageLines(output.out(), output.ink())
                : output.list(MessageSheets.BROWSED);
    }

    /** The offset that the next message will have. */
    private long end(Api api) throws IOException, InterruptedException {
        JsonNode none =
                api.post(Api.queue(queue) + "/replays/preview", Map.of("from", "now", "to", "now"));
        return none.path("toOffset").asLong();
    }

    private long show(Api api, long from, long to, Listing listing)
            throws IOException, InterruptedException {
        if (from < to) {
            String path = search.path(queue, Long.toString(from), Long.toString(to));
            var _ = new Search(api, List.of(path)).first(0, listing::row);
            output.flush();
        }
        return to;
    }
}
