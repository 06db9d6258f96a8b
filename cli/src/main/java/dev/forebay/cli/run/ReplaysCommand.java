package dev.forebay.cli.run;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists and steers replays. */
@Command(name = "replays", description = "List replays; pause, resume or cancel one.")
public final class ReplaysCommand implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @ArgGroup private Steering steering = new Steering();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    /** For picocli. */
    public ReplaysCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api ->
                steering.perform(
                                api,
                                output,
                                RunSheets.REPLAYS,
                                Api.queue(queue) + "/replays",
                                number -> Run.replay(api, queue, number))
                        .number());
    }
}
