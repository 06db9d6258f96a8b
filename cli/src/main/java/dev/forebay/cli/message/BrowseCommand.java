package dev.forebay.cli.message;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.input.Count;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at messages without taking them. */
@Command(
        name = "browse",
        description = {
            "Look at messages in any state, without taking them.",
            "",
            "What is due in more than a minute is scheduled, and comes behind all others,",
            "about in the order of its time; --from, --to and --subscription leave it out."
        },
        footer = {
            "",
            "Examples:",
            "  forebay browse orders --state ready,leased",
            "  forebay browse orders --where 'header.color = red' --from 2026-11-26T08:00:00Z"
        })
public final class BrowseCommand implements Callable<Integer> {
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
            names = "--from",
            paramLabel = "PLACE",
            description = "An offset, a time, beginning or now.")
    private String from = "";

    @Option(names = "--to", paramLabel = "PLACE", description = "Likewise; now without it.")
    private String to = "";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            converter = Count.Converter.class,
            defaultValue = "100",
            description = "How many at most, 0 for all (default: ${DEFAULT-VALUE}).")
    private Count limit = new Count(0);

    /** For picocli. */
    public BrowseCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        if (search.isForScheduled() && !search.isAnywhere(from, to)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from, --to and --subscription choose no scheduled messages: those have no"
                            + " place in the queue yet.");
        }
        return server.ask(
                OnServer.LONG,
                api -> {
                    try (Listing listing = output.list(MessageSheets.BROWSED)) {
                        boolean more =
                                new Search(api, search.paths(queue, from, to))
                                        .first(limit.value(), listing::row);
                        if (more) {
                            output.talk().println("There are more; --limit 0 shows all.");
                        }
                        listing.complete();
                    }
                    return ExitCode.OK.number();
                });
    }
}
