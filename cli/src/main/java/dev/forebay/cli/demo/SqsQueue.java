package dev.forebay.cli.demo;

import dev.forebay.cli.sqs.SqsCalls;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One queue of the SQS API, where the producer sends. Thread-safe. */
final class SqsQueue implements Inlet {
    private static final String DEPTH = "ApproximateNumberOfMessages";
    private static final List<String> DEPTHS =
            List.of(DEPTH, DEPTH + "NotVisible", DEPTH + "Delayed");

    private final SqsCalls sqs;
    private final String url;

    private SqsQueue(SqsCalls sqs, String url) {
        this.sqs = sqs;
        this.url = url;
    }

    static SqsQueue create(SqsCalls sqs, String name, Map<String, String> attributes)
            throws IOException, InterruptedException {
        JsonNode answer =
                sqs.call("CreateQueue", Map.of("QueueName", name, "Attributes", attributes));
        return new SqsQueue(sqs, answer.path("QueueUrl").asString());
    }

    /** What a redrive policy calls it. */
    String arn() throws IOException, InterruptedException {
        return attributes(List.of("QueueArn")).path("QueueArn").asString();
    }

    /** Messages not settled yet: ready, with a consumer, or waiting for their time. */
    long depth() throws IOException, InterruptedException {
        JsonNode attributes = attributes(DEPTHS);
        return DEPTHS.stream().mapToLong(name -> attributes.path(name).asLong(0)).sum();
    }

    void deleteQueue() throws IOException, InterruptedException {
        var _ = sqs.call("DeleteQueue", Map.of("QueueUrl", url));
    }

    @Override
    public void send(String body) throws IOException, InterruptedException {
        var _ = sqs.call("SendMessage", Map.of("QueueUrl", url, "MessageBody", body));
    }

    private JsonNode attributes(List<String> names) throws IOException, InterruptedException {
        return sqs.call("GetQueueAttributes", Map.of("QueueUrl", url, "AttributeNames", names))
                .path("Attributes");
    }
}
