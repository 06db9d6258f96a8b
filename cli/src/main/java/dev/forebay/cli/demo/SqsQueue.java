package dev.forebay.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One queue of the SQS API. Thread-safe. */
final class SqsQueue implements Pool {
    /** Short, so that a consumer that is asked to leave notices soon. */
    private static final int WAIT_SECONDS = 1;

    private static final String RECEIVES = "ApproximateReceiveCount";
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

    @Override
    public List<Delivery> receive() throws IOException, InterruptedException {
        JsonNode answer =
                sqs.call(
                        "ReceiveMessage",
                        Map.of(
                                "QueueUrl", url,
                                "MaxNumberOfMessages", BATCH,
                                "WaitTimeSeconds", WAIT_SECONDS,
                                "MessageSystemAttributeNames", List.of(RECEIVES)));
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode message : answer.path("Messages")) {
            deliveries.add(
                    new Delivery(
                            message.path("ReceiptHandle").asString(),
                            message.path("Body").asString(),
                            message.path("Attributes").path(RECEIVES).asInt(0)));
        }
        return deliveries;
    }

    @Override
    public List<Delivery> delete(List<Delivery> messages) throws IOException, InterruptedException {
        List<Map<String, String>> entries =
                IntStream.range(0, messages.size())
                        .mapToObj(index ->
                                Map.of(
                                        "Id", String.valueOf(index),
                                        "ReceiptHandle", messages.get(index).handle()))
                        .toList();
        JsonNode answer =
                sqs.call("DeleteMessageBatch", Map.of("QueueUrl", url, "Entries", entries));
        return Stream.of(answer.path("Successful"))
                .flatMap(JsonNode::valueStream)
                .map(entry -> messages.get(Integer.parseInt(entry.path("Id").asString())))
                .toList();
    }

    @Override
    public void giveBack(Delivery message) throws IOException, InterruptedException {
        var _ =
                sqs.call(
                        "ChangeMessageVisibility",
                        Map.of(
                                "QueueUrl",
                                url,
                                "ReceiptHandle",
                                message.handle(),
                                "VisibilityTimeout",
                                0));
    }

    private JsonNode attributes(List<String> names) throws IOException, InterruptedException {
        return sqs.call("GetQueueAttributes", Map.of("QueueUrl", url, "AttributeNames", names))
                .path("Attributes");
    }
}
