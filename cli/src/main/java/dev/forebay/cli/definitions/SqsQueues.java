package dev.forebay.cli.definitions;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.api.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The queues of an SQS endpoint, in the words of our API. */
final class SqsQueues {
    private static final int PAGE = 1_000;
    private static final int MILLIS = 1_000;
    private static final long DEDUPLICATION_MILLIS = 300_000;

    /** What a FIFO queue that is made over SQS remembers. */
    private static final int DEDUPLICATION_IDS = 9_000_000;

    /** What a queue that is made over SQS takes beyond its limit, for what SQS does not count. */
    private static final int HEADER_ROOM = 8 * 1024;

    /** Attributes that mean something to SQS' own clients alone, and are told to them again. */
    private static final List<String> CARRIED =
            List.of(
                    "RedriveAllowPolicy",
                    "ContentBasedDeduplication",
                    "DeduplicationScope",
                    "FifoThroughputLimit");

    private static final Map<String, String> TIMES =
            Map.of(
                    "VisibilityTimeout", "leaseMillis",
                    "DelaySeconds", "delayMillis",
                    "MessageRetentionPeriod", "expiryMillis",
                    "ReceiveMessageWaitTimeSeconds", "receiveWaitMillis");

    /** What has no meaning here, and is told to be left out. */
    private static final Set<String> LEFT_OUT = Set.of("Policy", "KmsMasterKeyId");

    private final SqsSource sqs;

    SqsQueues(SqsSource sqs) {
        this.sqs = sqs;
    }

    /**
     * A queue there.
     *
     * @param definition name, settings and tags, as {@code POST /v1/queues} takes them
     * @param leftOut attributes that were not translated
     */
    record Found(String name, String url, ObjectNode definition, List<String> leftOut) {
        /** Where its dead letters go; empty when nowhere. */
        String deadLetterQueue() {
            return definition.at("/settings/deadLetter/queue").asString("");
        }
    }

    /** Those whose names begin so. */
    List<Found> all(String prefix) throws CommandFailed, InterruptedException {
        List<Found> found = new ArrayList<>();
        String token = "";
        do {
            Map<String, Object> wanted = new LinkedHashMap<>(Map.of("MaxResults", PAGE));
            if (!prefix.isEmpty()) {
                wanted.put("QueueNamePrefix", prefix);
            }
            if (!token.isEmpty()) {
                wanted.put("NextToken", token);
            }
            JsonNode page = sqs.call("ListQueues", wanted);
            for (JsonNode url : page.path("QueueUrls")) {
                found.add(look(url.asString()));
            }
            token = page.path("NextToken").asString("");
        } while (!token.isEmpty());
        return found;
    }

    private Found look(String url) throws CommandFailed, InterruptedException {
        JsonNode attributes =
                sqs.call(
                                "GetQueueAttributes",
                                Map.of("QueueUrl", url, "AttributeNames", List.of("All")))
                        .path("Attributes");
        String name = url.substring(url.lastIndexOf('/') + 1);
        ObjectNode definition = JsonNodeFactory.instance.objectNode().put("name", name);
        definition.set("settings", settings(attributes));
        ObjectNode tags = definition.putObject("tags");
        sqs.call("ListQueueTags", Map.of("QueueUrl", url))
                .path("Tags")
                .propertyStream()
                .forEach(tag -> tags.set(tag.getKey(), tag.getValue()));
        List<String> leftOut = LEFT_OUT.stream().filter(attributes::has).sorted().toList();
        return new Found(name, url, definition, leftOut);
    }

    private static ObjectNode settings(JsonNode attributes) throws CommandFailed {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        TIMES.forEach((sqs, ours) -> {
            if (attributes.has(sqs)) {
                settings.put(ours, attributes.path(sqs).asLong(0) * MILLIS);
            }
        });
        if (attributes.has("MaximumMessageSize")) {
            settings.put(
                    "maxMessageBytes",
                    attributes.path("MaximumMessageSize").asInt(0) + HEADER_ROOM);
        }
        if (attributes.path("FifoQueue").asString("").equals("true")) {
            addFifo(settings, attributes);
        }
        String redrive = attributes.path("RedrivePolicy").asString("");
        if (!redrive.isEmpty()) {
            settings.set("deadLetter", deadLetter(redrive));
        }
        addLabels(settings, attributes);
        return settings;
    }

    private static void addFifo(ObjectNode settings, JsonNode attributes) {
        boolean groups = attributes.path("DeduplicationScope").asString("").equals("messageGroup");
        settings.put("ordering", "by-key");
        settings.putObject("deduplication")
                .put("windowMillis", DEDUPLICATION_MILLIS)
                .put("scope", groups ? "key" : "queue")
                .put("capacity", DEDUPLICATION_IDS);
    }

    private static void addLabels(ObjectNode settings, JsonNode attributes) {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        for (String attribute : CARRIED) {
            if (attributes.has(attribute)) {
                labels.set("sqs." + attribute, attributes.path(attribute));
            }
        }
        if (!labels.isEmpty()) {
            settings.set("labels", labels);
        }
    }

    private static ObjectNode deadLetter(String policy) throws CommandFailed {
        try {
            JsonNode redrive = Json.MAPPER.readTree(policy);
            String arn = redrive.path("deadLetterTargetArn").asString("");
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("queue", arn.substring(arn.lastIndexOf(':') + 1))
                    .put("maxAttempts", redrive.path("maxReceiveCount").asInt(0));
        } catch (JacksonException malformed) {
            throw new CommandFailed(ExitCode.FAILED, "a RedrivePolicy is no JSON: " + policy);
        }
    }
}
