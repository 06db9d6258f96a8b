package dev.forebay.cli.dead;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.queue.QueueNames;
import dev.forebay.cli.run.Run;
import dev.forebay.cli.run.RunSheets;
import dev.forebay.cli.run.Steering;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists and steers redrives. */
@Command(name = "runs", description = "List redrives; pause, resume or cancel one.")
final class DeadRuns implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @ArgGroup private Steering steering = new Steering();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "A dead-letter queue.")
    private String queue = "";

    /** For picocli. */
    DeadRuns() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api ->
                steering.perform(
                                api,
                                output,
                                RunSheets.REDRIVES,
                                Api.queue(queue) + "/redrives",
                                number -> Run.redrive(api, queue, number))
                        .number());
    }
}
