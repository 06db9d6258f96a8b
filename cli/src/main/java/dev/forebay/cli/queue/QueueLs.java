package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists queues. */
@Command(name = "ls", description = "List queues by name, with their figures.")
final class QueueLs implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "PREFIX",
            arity = "0..1",
            description = "Only queues whose names begin so.")
    private String prefix = "";

    @Option(
            names = "--contains",
            paramLabel = "TEXT",
            description = "Only queues with this in their names.")
    private String contains = "";

    /** For picocli. */
    QueueLs() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            try (Listing listing = output.list(QueueSheet.QUEUES)) {
                api.each(
                        "/v1/queues?prefix="
                                + Api.segment(prefix)
                                + "&contains="
                                + Api.segment(contains),
                        "queues",
                        listing::row);
                listing.complete();
            }
            return ExitCode.OK.number();
        });
    }
}
