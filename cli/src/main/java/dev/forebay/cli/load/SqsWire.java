package dev.forebay.cli.load;

import dev.forebay.cli.sqs.SqsCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A queue over the SQS API, whose requests nobody signs. */
final class SqsWire implements Wire {
    /** The most that the API gives at once. */
    private static final int BATCH = 10;

    private static final int WAIT_SECONDS = 1;

    private final HttpClient http;
    private final SqsCalls sqs;
    private final String url;

    private SqsWire(HttpClient http, SqsCalls sqs, String url) {
        this.http = http;
        this.sqs = sqs;
        this.url = url;
    }

    static SqsWire open(URI server, String queue) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            SqsCalls sqs = new SqsCalls(http, server);
            JsonNode made = sqs.call("CreateQueue", Map.of("QueueName", queue));
            return new SqsWire(http, sqs, made.path("QueueUrl").asString(""));
        } catch (IOException | InterruptedException | RuntimeException failure) {
            http.shutdownNow();
            throw failure;
        }
    }

    @Override
    public void send(String body) throws IOException, InterruptedException {
        var _ = sqs.call("SendMessage", Map.of("QueueUrl", url, "MessageBody", body));
    }

    @Override
    public void consume(CountDownLatch over, Consumer<String> arrived)
            throws IOException, InterruptedException {
        Map<String, Object> wanted =
                Map.of(
                        "QueueUrl",
                        url,
                        "MaxNumberOfMessages",
                        BATCH,
                        "WaitTimeSeconds",
                        WAIT_SECONDS);
        while (over.getCount() > 0) {
            List<Map<String, String>> entries = new ArrayList<>();
            for (JsonNode message : sqs.call("ReceiveMessage", wanted).path("Messages")) {
                arrived.accept(message.path("Body").asString(""));
                entries.add(
                        Map.of(
                                "Id",
                                Integer.toString(entries.size()),
                                "ReceiptHandle",
                                message.path("ReceiptHandle").asString("")));
            }
            if (!entries.isEmpty()) {
                delete(entries);
            }
        }
    }

    private void delete(List<Map<String, String>> entries)
            throws IOException, InterruptedException {
        JsonNode answer =
                sqs.call("DeleteMessageBatch", Map.of("QueueUrl", url, "Entries", entries));
        if (!answer.path("Failed").isEmpty()) {
            throw new IOException("DeleteMessageBatch: " + answer.path("Failed").get(0));
        }
    }

    @Override
    public void delete() throws IOException, InterruptedException {
        try {
            var _ = sqs.call("DeleteQueue", Map.of("QueueUrl", url));
        } finally {
            http.shutdownNow();
        }
    }
}
