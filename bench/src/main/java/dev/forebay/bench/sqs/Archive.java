package dev.forebay.bench.sqs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A queue full of messages that are settled and kept, over the HTTP API. */
final class Archive {
    static final String NAME = "archive";
    private static final String COPY = "copy";
    private static final String RETENTION = "{\"retentionBytes\": 100000000000}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    Archive(String url) {
        this.url = url;
    }

    /** Makes the queue, and one that replays can go to. */
    void create() throws IOException, InterruptedException {
        send("POST", "/v1/queues", "{\"name\": \"" + COPY + "\"}");
        send("POST", "/v1/queues", "{\"name\": \"" + NAME + "\", \"settings\": " + RETENTION + "}");
    }

    long sent() throws IOException, InterruptedException {
        return figure("sent", call("GET", "/stats", ""));
    }

    void purge() throws IOException, InterruptedException {
        call("POST", "/purge", "{}");
    }

    /** Begins to copy all messages into another queue; returns the replay's number. */
    long replay() throws IOException, InterruptedException {
        String begun =
                call(
                        "POST",
                        "/replays",
                        "{\"from\": \"beginning\", \"intoQueue\": \"" + COPY + "\"}");
        return figure("replay", begun);
    }

    void pause(long replay) throws IOException, InterruptedException {
        call("POST", "/replays/" + replay + "/pause", "{}");
    }

    void resume(long replay) throws IOException, InterruptedException {
        call("POST", "/replays/" + replay + "/resume", "{}");
    }

    /** The offset that it has come to. */
    long position(long replay) throws IOException, InterruptedException {
        return figure("position", call("GET", "/replays/" + replay, ""));
    }

    /**
     * Counts what a replay of 200,000 messages with a filter would deliver; returns how many
     * messages it looked at.
     */
    long preview() throws IOException, InterruptedException {
        String filtered = "{\"from\": 0, \"to\": 200000, \"filter\": \"body ~ \\\"x\\\"\"}";
        return figure("looked", call("POST", "/replays/preview", filtered));
    }

    /** A page of messages that match nothing; returns how many messages it looked at. */
    long browse() throws IOException, InterruptedException {
        String nothing = "/messages?states=purged&filter=body%20~%20%22x%22";
        return figure("looked", call("GET", nothing, ""));
    }

    private String call(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(method, "/v1/queues/" + NAME + path, body);
    }

    private String send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + " answered " + answer.statusCode() + answer.body());
        }
        return answer.body();
    }

    private static long figure(String name, String json) throws IOException {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        if (!matcher.find()) {
            throw new IOException("no " + name + " in " + json);
        }
        return Long.parseLong(matcher.group(1));
    }
}
