package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets messages go through a queue again. */
@Command(name = "resume", description = "Let a paused queue go on.")
final class QueueResume implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    /** For picocli. */
    QueueResume() {}

    @Override
    public Integer call() throws CommandFailed {
        return Flow.set(server, output, queue, "running");
    }
}
