package dev.forebay.cli.run;

import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Progress;
import dev.forebay.cli.output.Sheet;
import dev.forebay.cli.output.Units;
import dev.forebay.cli.queue.QueueSheet;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A redrive or replay on the server.
 *
 * @param kind the word for it
 * @param path its address
 * @param state the member that tells how it stands
 * @param done the member that counts what it has done
 */
public record Run(Api api, Sheet sheet, String kind, String path, String state, String done) {
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Set<String> GOING_ON = Set.of("running", "paused");
    private static final Set<String> WELL = Set.of("completed", "done");

    /** A redrive. */
    public static Run redrive(Api api, String queue, long number) {
        String path = Api.queue(queue) + "/redrives/" + number;
        return new Run(api, RunSheets.REDRIVES, "redrive", path, "state", "moved");
    }

    /** A replay. */
    public static Run replay(Api api, String queue, long number) {
        String path = Api.queue(queue) + "/replays/" + number;
        return new Run(api, RunSheets.REPLAYS, "replay", path, "phase", "given");
    }

    /** Has it pause, resume or cancel. */
    public JsonNode change(String change) throws IOException, InterruptedException {
        return api.post(path + "/" + change, Map.of());
    }

    /**
     * Tells what comes of it.
     *
     * @param begun as it was at the start
     */
    public ExitCode tell(Output output, boolean noWait, JsonNode begun)
            throws IOException, InterruptedException {
        JsonNode last = noWait ? begun : end(output, begun);
        String how = last.path(state).asString("");
        long failed = last.path("failed").asLong(0);
        output.done(
                sheet,
                last,
                "%s %s is %s: %s%s."
                        .formatted(
                                Character.toUpperCase(kind.charAt(0)) + kind.substring(1),
                                last.path(kind).asString(""),
                                how,
                                QueueSheet.messages(last.path(done).asLong(0)),
                                failed == 0
                                        ? ""
                                        : ", "
                                                + Units.count(failed)
                                                + " stayed: "
                                                + last.path("failure")
                                                        .asString("")
                                                        .replaceAll("\\.$", "")));
        if (noWait || (WELL.contains(how) && failed == 0)) {
            return ExitCode.OK;
        }
        return failed > 0 && last.path(done).asLong(0) > 0 ? ExitCode.PARTLY : ExitCode.FAILED;
    }

    private JsonNode end(Output output, JsonNode begun) throws IOException, InterruptedException {
        JsonNode now = begun;
        try (Progress progress =
                Progress.of(output.talk(), "messages", begun.path("total").asLong(0))) {
            while (GOING_ON.contains(now.path(state).asString(""))) {
                Thread.sleep(BETWEEN);
                now = api.get(path);
                progress.at(now.path(done).asLong(0));
            }
        }
        return now;
    }
}
