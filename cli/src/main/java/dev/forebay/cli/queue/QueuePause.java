package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops what comes into a queue and what goes out of it. */
@Command(name = "pause", description = "Neither take nor deliver messages until resumed.")
final class QueuePause implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    @ArgGroup private Part part = new Part();

    /** For picocli. */
    QueuePause() {}

    /** What of it is paused. */
    static final class Part {
        @Option(names = "--sending", description = "Take none, but deliver.")
        private boolean sending;

        @Option(names = "--delivery", description = "Deliver none, but take.")
        private boolean delivery;

        private String flow() {
            if (sending) {
                return "sending-paused";
            }
            return delivery ? "delivery-paused" : "paused";
        }
    }

    @Override
    public Integer call() throws CommandFailed {
        return Flow.set(server, output, queue, part.flow());
    }
}
