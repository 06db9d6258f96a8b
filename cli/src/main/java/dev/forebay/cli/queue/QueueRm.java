package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Affected;
import dev.forebay.cli.output.Consent;
import dev.forebay.cli.output.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Deletes queues. */
@Command(name = "rm", description = "Delete queues with all their messages.")
final class QueueRm implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private Consent consent = new Consent();

    @Option(names = "--dry-run", description = "Say what would go, and delete nothing.")
    private boolean dryRun;

    @Parameters(
            paramLabel = "QUEUE",
            arity = "1..*",
            completionCandidates = QueueNames.class,
            description = "The queues.")
    private List<String> queues = List.of();

    /** For picocli. */
    QueueRm() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            List<JsonNode> found = new ArrayList<>();
            for (String queue : queues) {
                found.add(api.get(Api.queue(queue)));
            }
            if (!dryRun) {
                consent.to("Delete " + describe(found));
            }
            for (JsonNode queue : found) {
                if (!dryRun) {
                    api.delete(Api.queue(queue.path("name").asString("")));
                }
                output.done(
                        QueueSheet.QUEUES,
                        told(queue),
                        (dryRun ? "Would delete " : "Deleted ") + describe(List.of(queue)) + ".");
            }
            return ExitCode.OK.number();
        });
    }

    private JsonNode told(JsonNode queue) {
        long messages = QueueSheet.unsettled(queue);
        return dryRun ? Affected.byDryRun(queue, messages) : Affected.by(queue, messages);
    }

    private static String describe(List<JsonNode> queues) {
        long messages = queues.stream().mapToLong(QueueSheet::unsettled).sum();
        String which =
                queues.size() == 1
                        ? "queue \"" + queues.getFirst().path("name").asString("") + "\""
                        : queues.size() + " queues";
        return which + " with " + QueueSheet.messages(messages);
    }
}
