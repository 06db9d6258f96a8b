package dev.forebay.cli.dead;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import dev.forebay.cli.queue.QueueNames;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups dead letters by their cause. */
@Command(
        name = "ls",
        description = {
            "List dead letters by cause, most first.",
            "",
            "Of one dead-letter queue, or of all that some queue sends its dead letters to."
        })
final class DeadLs implements Callable<Integer> {
    private static final int REASON = 60;
    private static final Sheet SHEET =
            Sheet.of(
                    "dead letters",
                    "/queue",
                    Column.text("QUEUE", "/queue"),
                    Column.text("FROM", "/source"),
                    Column.count("MESSAGES", "/messages"),
                    Column.text("LAST SENT", "/lastSentAt"),
                    Column.text("REASON", "/reason").atMost(REASON),
                    Column.bytes("SIZE", "/bytes").wide(),
                    Column.text("FIRST SENT", "/firstSentAt").wide(),
                    Column.text("FIRST", "/firstId").wide());

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "QUEUE",
            arity = "0..1",
            completionCandidates = QueueNames.class,
            description = "A dead-letter queue.")
    private String queue = "";

    @Option(
            names = {"-w", "--where"},
            paramLabel = "FILTER",
            description = "Only these, such as: error ~ \"timeout\" and age > 1h.")
    private String where = "";

    /** For picocli. */
    DeadLs() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(
                OnServer.LONG,
                api -> {
                    Set<String> queues = queue.isEmpty() ? deadLetterQueues(api) : Set.of(queue);
                    try (Listing listing = output.list(SHEET)) {
                        for (String each : queues) {
                            api.each(
                                    Api.queue(each) + "/dead-letters" + filter(),
                                    "groups",
                                    group -> listing.row(named(each, group)));
                        }
                        listing.complete();
                    }
                    return ExitCode.OK.number();
                });
    }

    private String filter() {
        return where.isEmpty() ? "" : "?filter=" + Api.segment(where);
    }

    private static JsonNode named(String queue, JsonNode group) {
        return ((ObjectNode) group).put("queue", queue);
    }

    /** Those that are there and that other queues send their dead letters to. */
    private static Set<String> deadLetterQueues(Api api) throws IOException, InterruptedException {
        Set<String> targets = new TreeSet<>();
        Set<String> there = new TreeSet<>();
        api.each(
                "/v1/queues",
                "queues",
                queue -> {
                    there.add(queue.path("name").asString(""));
                    targets.add(queue.at("/settings/deadLetter/queue").asString(""));
                });
        targets.retainAll(there);
        return targets;
    }
}
