package dev.forebay.cli.upkeep;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Has a running server write a checkpoint. */
@Command(
        name = "snapshot",
        description = {
            "Have a running server write a checkpoint now.",
            "",
            "A start after a crash has little to read then."
        })
public final class SnapshotCommand implements Callable<Integer> {
    private static final Sheet SHEET = Sheet.of("checkpoints", "/tookMillis");

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    /** For picocli. */
    public SnapshotCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(
                OnServer.LONG,
                api -> {
                    JsonNode written = api.post("/v1/server/snapshot", Map.of());
                    output.done(
                            SHEET,
                            written,
                            "A checkpoint is on disk, after %d ms."
                                    .formatted(written.path("tookMillis").asLong()));
                    return ExitCode.OK.number();
                });
    }
}
