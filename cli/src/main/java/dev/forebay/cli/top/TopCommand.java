package dev.forebay.cli.top;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Terminals;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows all queues, live. */
@Command(
        name = "top",
        description = {
            "Show queues live, those that need somebody first, below the worst alerts.",
            "",
            "Arrows, or j and k, choose a queue, Enter shows it whole, and Esc goes back; q",
            "or Ctrl-C ends it. Where nobody watches, through a pipe or with --once, it",
            "prints how things are now and ends."
        })
public final class TopCommand implements Callable<Integer> {
    private static final long SHORTEST_MILLIS = 100;

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(names = "--once", description = "Print how things are now, and end.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            defaultValue = "1s",
            description = "How often to look (default: ${DEFAULT-VALUE}).")
    private Span every = new Span(0);

    /** For picocli. */
    public TopCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        boolean live = !once && output.isForPeople() && Terminals.isStdout();
        return server.ask(api -> {
            if (live) {
                try (LiveScreen screen = LiveScreen.open(output.ink())) {
                    new LiveTop(api, screen, System.out.charset())
                            .run(Math.max(SHORTEST_MILLIS, every.millis()));
                }
            } else {
                JsonNode now = api.get(TopFrame.PATH);
                try (Listing listing = output.list(TopFrame.SHEET)) {
                    now.path("queues").forEach(listing::row);
                    listing.complete();
                }
            }
            return ExitCode.OK.number();
        });
    }
}
