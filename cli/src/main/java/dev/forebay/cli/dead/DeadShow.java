package dev.forebay.cli.dead;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.message.MessageSheets;
import dev.forebay.cli.message.Search;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows dead letters. */
@Command(name = "show", description = "Show dead letters with their reasons.")
final class DeadShow implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "A dead-letter queue.")
    private String queue = "";

    @Option(
            names = {"-w", "--where"},
            paramLabel = "FILTER",
            description = "Only these, such as: error ~ \"timeout\" and age > 1h.")
    private String where = "";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            converter = Count.Converter.class,
            defaultValue = "100",
            description = "How many at most, 0 for all (default: ${DEFAULT-VALUE}).")
    private Count limit = new Count(0);

    /** For picocli. */
    DeadShow() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(
                OnServer.LONG,
                api -> {
                    String path =
                            Api.queue(queue)
                                    + "/messages?states=ready,delayed,leased"
                                    + (where.isEmpty() ? "" : "&filter=" + Api.segment(where));
                    try (Listing listing = output.list(MessageSheets.DEAD)) {
                        var _ = new Search(api, List.of(path)).first(limit.value(), listing::row);
                        listing.complete();
                    }
                    return ExitCode.OK.number();
                });
    }
}
