package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Affected;
import dev.forebay.cli.output.Consent;
import dev.forebay.cli.output.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Empties a queue. */
@Command(
        name = "purge",
        description = {
            "Drop all messages of a queue.",
            "",
            "Those that wait and those that are with a consumer. Named subscriptions keep",
            "theirs, and what is settled stays readable for its retention."
        })
final class QueuePurge implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private Consent consent = new Consent();

    @Option(names = "--dry-run", description = "Say how many, and drop none.")
    private boolean dryRun;

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    /** For picocli. */
    QueuePurge() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            JsonNode before = api.get(Api.queue(queue));
            long waiting = QueueSheet.unsettled(before);
            String messages = QueueSheet.messages(waiting);
            if (dryRun) {
                output.done(
                        QueueSheet.QUEUES,
                        Affected.byDryRun(before, waiting),
                        "Would drop %s of queue \"%s\".".formatted(messages, queue));
                return ExitCode.OK.number();
            }
            consent.to("Drop %s of queue \"%s\"".formatted(messages, queue));
            var _ = api.post(Api.queue(queue) + "/purge", Map.of());
            JsonNode after = api.get(Api.queue(queue));
            long dropped = QueueSheet.purged(after) - QueueSheet.purged(before);
            output.done(
                    QueueSheet.QUEUES,
                    Affected.by(after, dropped),
                    "Dropped %s of queue \"%s\".".formatted(QueueSheet.messages(dropped), queue));
            return ExitCode.OK.number();
        });
    }
}
