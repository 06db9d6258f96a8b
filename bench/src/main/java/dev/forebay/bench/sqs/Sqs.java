package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The few calls that a measurement makes besides its load. */
record Sqs(HttpClient http, String url) {
    static final String QUEUE = "bench";

    private static final String TYPE = "application/x-amz-json-1.0";
    private static final int OK = 200;

    static Sqs at(ServerProcess server) {
        return new Sqs(HttpClient.newHttpClient(), server.url());
    }

    /** Makes {@code bench}, and {@code bench-1} to {@code bench-N} when there are more than one. */
    void createQueues(int count) throws IOException, InterruptedException {
        createQueue(QUEUE);
        for (int i = 1; count > 1 && i <= count; i++) {
            createQueue(QUEUE + "-" + i);
        }
    }

    private void createQueue(String name) throws IOException, InterruptedException {
        call("CreateQueue", "{\"QueueName\":\"" + name + "\"}");
    }

    String call(String action, String json) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url + "/"))
                        .header("Content-Type", TYPE)
                        .header("X-Amz-Target", "AmazonSQS." + action)
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException(action + " answered " + answer.statusCode() + answer.body());
        }
        return answer.body();
    }
}
