package dev.forebay.cli.message;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/**
 * Sends lines of JSON, many in one request, each once the one before is answered: so that their
 * order stays, and each line's answer is known.
 */
final class Outbox {
    private static final int MOST_LINES = 1_000;
    private static final int MOST_CHARACTERS = 1 << 20;

    private final Api api;
    private final String path;
    private final Listing results;
    private final PrintWriter talk;
    private final Progress progress;
    private final StdinFile stdin;
    private final StringBuilder waiting = new StringBuilder();
    private int waitingLines;
    private long before;
    private long sent;
    private long failed;

    /**
     * For a queue.
     *
     * @param results takes what was sent
     * @param talk is told what was not
     * @param stdin where the lines are from
     */
    Outbox(
            Api api,
            String queue,
            Listing results,
            PrintWriter talk,
            Progress progress,
            StdinFile stdin) {
        this.stdin = stdin;
        this.api = api;
        this.path = Api.queue(queue) + "/messages?results=each";
        this.results = results;
        this.talk = talk;
        this.progress = progress;
    }

    /** The next line. */
    void send(String line) throws IOException, InterruptedException {
        waiting.append(line).append('\n');
        waitingLines++;
        if (waitingLines == MOST_LINES || waiting.length() >= MOST_CHARACTERS) {
            flush();
        }
    }

    /** Sends what waits. */
    void flush() throws IOException, InterruptedException {
        if (waitingLines == 0) {
            return;
        }
        for (JsonNode line : api.lines(path, waiting.toString())) {
            if (line.has("line")) {
                take(line);
            }
        }
        before += waitingLines;
        waitingLines = 0;
        waiting.setLength(0);
        progress.at(before, stdin.share());
    }

    private void take(JsonNode line) {
        JsonNode problem = line.path("problem");
        if (problem.isMissingNode()) {
            sent++;
            results.row(line);
        } else {
            failed++;
            progress.clear();
            talk.println(
                    "line %d: %s"
                            .formatted(
                                    before + line.path("line").asLong(),
                                    problem.path("detail").asString(problem.toString())));
        }
    }

    long sent() {
        return sent;
    }

    long failed() {
        return failed;
    }
}
