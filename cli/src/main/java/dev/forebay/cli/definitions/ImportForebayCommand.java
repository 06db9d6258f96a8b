package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Brings a server to what a file of {@code export} says. */
@Command(
        name = "forebay",
        description = {
            "Take over what forebay export printed.",
            "",
            "What is not there is made, what differs is changed, and what the file does",
            "not name stays. What cannot be taken is told with the reason, and all else is",
            "taken."
        })
final class ImportForebayCommand implements Callable<Integer> {
    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(names = "--dry-run", description = "Tell what would be done, and change nothing.")
    private boolean dryRun;

    @Parameters(paramLabel = "FILE", description = "What export printed; - is stdin.")
    private Path file = Path.of("");

    /** For picocli. */
    ImportForebayCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        JsonNode definitions = DefinitionsFile.read(file);
        return server.ask(
                OnServer.LONG,
                api -> {
                    try (Outcomes outcomes = Outcomes.of(output, dryRun)) {
                        Takeover takeover = new Takeover(api, dryRun, outcomes);
                        takeover.queues(definitions.path("queues"));
                        takeover.subscriptions(definitions.path("subscriptions"));
                        takeover.schedules(definitions.path("schedules"));
                        outcomes.complete();
                        return takeover.end().number();
                    }
                });
    }
}
