package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves what waits in a queue of an SQS endpoint: received there, sent here, deleted there only
 * when it is on disk here. Who is stopped in between has a message twice, and none never.
 */
final class SqsMessages {
    /** The most that SQS gives and deletes at once. */
    private static final int BATCH = 10;

    /** More than none, so that all of the servers of SQS are asked. */
    private static final int WAIT_SECONDS = 1;

    private final SqsSource sqs;
    private final Api api;

    SqsMessages(SqsSource sqs, Api api) {
        this.sqs = sqs;
        this.api = api;
    }

    /**
     * What came of it.
     *
     * @param refused messages that the server here did not take
     * @param reason why the last of them was refused
     */
    record Moved(long moved, long refused, String reason) {}

    /** How many there are, as nearly as SQS tells. */
    SqsDepth depth(String url) throws InterruptedException, CommandFailed {
        return SqsDepth.of(
                sqs.call(
                                "GetQueueAttributes",
                                Map.of("QueueUrl", url, "AttributeNames", List.of("All")))
                        .path("Attributes"));
    }

    /**
     * Moves until nothing more is given.
     *
     * @param progress is told how many were moved so far
     */
    Moved move(String url, String queue, LongConsumer progress)
            throws IOException, InterruptedException, CommandFailed {
        Moved sum = new Moved(0, 0, "");
        Set<String> refused = new HashSet<>();
        for (JsonNode batch = receive(url); !batch.isEmpty(); batch = receive(url)) {
            List<JsonNode> messages =
                    batch.valueStream().filter(each -> !refused.contains(id(each))).toList();
            if (messages.isEmpty()) {
                return sum; // nothing but what was refused before
            }
            Sent sent = send(queue, messages);
            delete(url, sent.taken());
            sent.refused().forEach(each -> refused.add(id(each)));
            sum =
                    new Moved(
                            sum.moved() + sent.taken().size(),
                            refused.size(),
                            sent.reason().isEmpty() ? sum.reason() : sent.reason());
            progress.accept(sum.moved());
        }
        return sum;
    }

    private static String id(JsonNode message) {
        return message.path("MessageId").asString("");
    }

    private JsonNode receive(String url) throws InterruptedException, CommandFailed {
        return sqs.call(
                        "ReceiveMessage",
                        Map.of(
                                "QueueUrl", url,
                                "MaxNumberOfMessages", BATCH,
                                "WaitTimeSeconds", WAIT_SECONDS,
                                "AttributeNames", List.of("All"),
                                "MessageAttributeNames", List.of("All")))
                .path("Messages");
    }

    /** What became of a batch. */
    private record Sent(List<JsonNode> taken, List<JsonNode> refused, String reason) {}

    private Sent send(String queue, List<JsonNode> messages)
            throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        messages.forEach(message -> lines.append(ours(message)).append('\n'));
        Sent sent = new Sent(new ArrayList<>(), new ArrayList<>(), "");
        String path = Api.queue(queue) + "/messages?results=each";
        for (JsonNode line : api.lines(path, lines.toString())) {
            int number = line.path("line").asInt(0);
            if (number == 0) {
                continue; // the sums at the end
            }
            JsonNode message = messages.get(number - 1);
            if (line.has("problem")) {
                sent.refused().add(message);
                String reason = line.at("/problem/detail").asString("");
                sent = new Sent(sent.taken(), sent.refused(), reason);
            } else {
                sent.taken().add(message);
            }
        }
        return sent;
    }

    private static ObjectNode ours(JsonNode message) {
        ObjectNode ours = JsonNodeFactory.instance.objectNode();
        ours.put("body", message.path("Body").asString(""));
        JsonNode system = message.path("Attributes");
        copy(system, "MessageGroupId", ours, "key");
        copy(system, "MessageDeduplicationId", ours, "deduplicationId");
        copy(system, "AWSTraceHeader", ours, "awsTraceHeader");
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        ObjectNode types = JsonNodeFactory.instance.objectNode();
        message.path("MessageAttributes")
                .propertyStream()
                .forEach(attribute -> {
                    String type = attribute.getValue().path("DataType").asString("String");
                    if (type.startsWith("Binary")) {
                        headers.putObject(attribute.getKey())
                                .set("base64", attribute.getValue().path("BinaryValue"));
                    } else {
                        headers.set(attribute.getKey(), attribute.getValue().path("StringValue"));
                    }
                    if (!type.equals("String")) {
                        types.put(attribute.getKey(), type);
                    }
                });
        if (!headers.isEmpty()) {
            ours.set("headers", headers);
        }
        if (!types.isEmpty()) {
            ours.set("headerTypes", types);
        }
        return ours;
    }

    private static void copy(JsonNode from, String theirs, ObjectNode to, String name) {
        if (from.has(theirs)) {
            to.set(name, from.path(theirs));
        }
    }

    private void delete(String url, List<JsonNode> messages)
            throws InterruptedException, CommandFailed {
        List<Map<String, String>> entries = new ArrayList<>();
        for (JsonNode message : messages) {
            entries.add(
                    Map.of(
                            "Id", Integer.toString(entries.size()),
                            "ReceiptHandle", message.path("ReceiptHandle").asString("")));
        }
        if (entries.isEmpty()) {
            return;
        }
        JsonNode failed =
                sqs.call("DeleteMessageBatch", Map.of("QueueUrl", url, "Entries", entries))
                        .path("Failed");
        if (!failed.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    ("%d messages were sent here and not deleted there, where the next import would"
                                    + " find them again: %s")
                            .formatted(failed.size(), failed.get(0).path("Message").asString("")));
        }
    }
}
