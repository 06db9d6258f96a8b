package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Changes settings of a queue. */
@Command(
        name = "set",
        description = "Change settings of a queue; what is not named stays as it is.")
final class QueueSet implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Parameters(
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "The queue.")
    private String queue = "";

    @Option(
            names = "--tag",
            paramLabel = "NAME=VALUE",
            description = "Tags in place of all it has.")
    private Map<String, String> tags = new LinkedHashMap<>();

    /** For picocli. */
    QueueSet() {}

    @Override
    public Integer call() throws CommandFailed {
        if (settings.said().isEmpty() && tags.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE, "nothing to set: name a setting, such as --lease 30s.");
        }
        return server.ask(api -> {
            String path = Api.queue(queue);
            JsonNode now =
                    settings.said().isEmpty()
                            ? api.get(path)
                            : api.patch(path, Map.of("settings", settings.said()));
            if (!tags.isEmpty()) {
                now = api.put(path + "/tags", Map.of("tags", tags));
            }
            output.done(QueueSheet.QUEUES, now, "Queue \"" + queue + "\" is changed.");
            return ExitCode.OK.number();
        });
    }
}
