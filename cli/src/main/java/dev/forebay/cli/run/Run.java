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
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A redrive or replay on the server.
 *
 * @param kind the word for it
 * @param queue from which it takes messages
 * @param path its address
 * @param state the member that tells how it stands
 * @param done the member that counts what it has done
 */
public record Run(
        Api api, Sheet sheet, String kind, String queue, String path, String state, String done) {
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Set<String> GOING_ON = Set.of("running", "paused");
    private static final Set<String> WELL = Set.of("completed", "done");

    /** A redrive. */
    public static Run redrive(Api api, String queue, long number) {
        String path = Api.queue(queue) + "/redrives/" + number;
        return new Run(api, RunSheets.REDRIVES, "redrive", queue, path, "state", "moved");
    }

    /** A replay. */
    public static Run replay(Api api, String queue, long number) {
        String path = Api.queue(queue) + "/replays/" + number;
        return new Run(api, RunSheets.REPLAYS, "replay", queue, path, "phase", "given");
    }

    /** Has it pause, resume or cancel. */
    public JsonNode change(String change) throws IOException, InterruptedException {
        return api.post(path + "/" + change, Map.of());
    }

    /**
     * Waits for its end, telling how far it is, and tells what came of it.
     *
     * @param begun as it was at the start
     * @param total messages that are meant
     */
    public ExitCode await(Output output, JsonNode begun, long total)
            throws IOException, InterruptedException {
        JsonNode last = end(output, begun, total);
        tell(output, last);
        boolean well = WELL.contains(last.path(state).asString(""));
        long failed = last.path("failed").asLong(0);
        if (well && failed == 0) {
            return ExitCode.OK;
        }
        return failed > 0 && last.path(done).asLong(0) > 0 ? ExitCode.PARTLY : ExitCode.FAILED;
    }

    /** Tells how it stands. */
    public void tell(Output output, JsonNode last) {
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
    }

    private JsonNode end(Output output, JsonNode begun, long total)
            throws IOException, InterruptedException {
        JsonNode now = begun;
        Standstill standstill = new Standstill(output.talk(), System::nanoTime);
        try (Progress progress = Progress.of(output.talk(), "messages", total)) {
            while (GOING_ON.contains(now.path(state).asString(""))) {
                Thread.sleep(BETWEEN);
                JsonNode seen = api.get(path);
                now = seen;
                progress.at(seen.path(done).asLong(0), () -> unsettled(seen));
                standstill.at(mark(seen), () -> obstacle(seen));
            }
        }
        return now;
    }

    private static String unsettled(JsonNode now) {
        long count = now.path("unsettled").asLong(0);
        return count == 0 ? "" : ", " + Units.count(count) + " not settled yet";
    }

    /** Another one each time that it did something. */
    private long mark(JsonNode now) {
        return Objects.hash(
                now.path(done).asLong(0),
                now.path("acked").asLong(0),
                now.path("unsettled").asLong(0),
                now.path("position").asLong(0));
    }

    private String obstacle(JsonNode now) throws IOException, InterruptedException {
        String reader = now.path("intoSubscription").asString("");
        JsonNode readers =
                api.get(
                        Api.queue(queue)
                                + "/consumers"
                                + (reader.isEmpty() ? "" : "?subscription=" + Api.segment(reader)));
        return Obstacle.of(now, api.get(Api.queue(queue)), readers);
    }
}
