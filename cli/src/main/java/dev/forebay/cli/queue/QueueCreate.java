package dev.forebay.cli.queue;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a queue. */
@Command(
        name = "create",
        description = "Create a queue; one that is there with equal settings is as good.")
final class QueueCreate implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Parameters(paramLabel = "QUEUE", description = "Its name.")
    private String queue = "";

    @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag for people.")
    private Map<String, String> tags = new LinkedHashMap<>();

    /** For picocli. */
    QueueCreate() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            Map<String, Object> wanted = new LinkedHashMap<>();
            wanted.put("name", queue);
            if (!settings.said().isEmpty()) {
                wanted.put("settings", settings.said());
            }
            if (!tags.isEmpty()) {
                wanted.put("tags", tags);
            }
            output.done(
                    QueueSheet.QUEUES,
                    api.post("/v1/queues", wanted),
                    "Queue \"" + queue + "\" is there.");
            return ExitCode.OK.number();
        });
    }
}
