package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what a server has, apart from messages. */
@Command(
        name = "export",
        description = {
            "Print queues, subscriptions and schedules as JSON, for import.",
            "",
            "Messages are none of it: forebay browse QUEUE --limit 0 -o jsonl prints them,",
            "and forebay send QUEUE --jsonl takes them. Users and their secrets are none",
            "of it either."
        })
public final class ExportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private OnServer server = new OnServer();

    /** For picocli. */
    public ExportCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        ObjectNode all = server.ask(ExportCommand::definitions);
        spec.commandLine().getOut().println(all.toPrettyString());
        spec.commandLine().getOut().flush();
        return ExitCode.OK.number();
    }

    private static ObjectNode definitions(Api api) throws IOException, InterruptedException {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode queues = all.putArray("queues");
        ArrayNode subscriptions = all.putArray("subscriptions");
        ArrayNode schedules = all.putArray("schedules");
        api.each(
                "/v1/queues",
                "queues",
                queue -> queues.add(only(queue, List.of("name", "settings", "tags"))));
        for (JsonNode queue : queues) {
            String name = queue.path("name").asString("");
            api.each(
                    Api.queue(name) + "/subscriptions",
                    "subscriptions",
                    subscription -> {
                        if (!subscription.path("name").asString("").equals("work")) {
                            subscriptions.add(
                                    only(subscription, List.of("name", "filter", "ratePerSecond"))
                                            .put("queue", name));
                        }
                    });
        }
        api.each(
                "/v1/schedules",
                "schedules",
                schedule ->
                        schedules.add(
                                only(
                                        schedule,
                                        List.of(
                                                "name",
                                                "queue",
                                                "when",
                                                "zone",
                                                "message",
                                                "missedRuns",
                                                "mostCaughtUp",
                                                "enabled",
                                                "description"))));
        return all;
    }

    private static ObjectNode only(JsonNode thing, List<String> members) {
        return ((ObjectNode) thing).deepCopy().retain(members);
    }
}
