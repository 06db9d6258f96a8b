package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a queue whole. */
@Command(name = "show", description = "Show a queue with its settings in force and its figures.")
final class QueueShow implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    /** For picocli. */
    QueueShow() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            output.one(QueueSheet.QUEUES, api.get(Api.queue(queue)));
            return ExitCode.OK.number();
        });
    }
}
