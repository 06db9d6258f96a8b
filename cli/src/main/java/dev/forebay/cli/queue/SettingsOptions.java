package dev.forebay.cli.queue;

import dev.forebay.cli.input.Count;
import dev.forebay.cli.input.Size;
import dev.forebay.cli.input.Span;
import dev.forebay.cli.input.Value;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Settings of a queue as options; each is a setting of the API. */
final class SettingsOptions {
    private final ObjectNode settings = JsonNodeFactory.instance.objectNode();

    /** For picocli. */
    SettingsOptions() {}

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "Any setting of the API, such as leaseMillis=30s, maxDepth=null,",
                "rates.delivery.perSecond=50 or deduplication.scope=key."
            })
    void set(Map<String, String> named) {
        named.forEach((name, value) -> put(name, Value.of(name, value)));
    }

    @Option(
            names = "--ordering",
            paramLabel = "ORDERING",
            description = "none, by-key, strict or by-priority; fixed at creation.")
    void ordering(String ordering) {
        put("ordering", ordering);
    }

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "queue or stream; fixed at creation.")
    void kind(String kind) {
        put("kind", kind);
    }

    @Option(
            names = "--durability",
            paramLabel = "DURABILITY",
            description = "durable or volatile; fixed at creation.")
    void durability(String durability) {
        put("durability", durability);
    }

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "How long a consumer has a message before it comes back.")
    void lease(Span lease) {
        put("leaseMillis", lease);
    }

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "How long each message waits at first.")
    void delay(Span delay) {
        put("delayMillis", delay);
    }

    @Option(
            names = "--expiry",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "How long an unsettled message stays deliverable.")
    void expiry(Span expiry) {
        put("expiryMillis", expiry);
    }

    @Option(
            names = "--age-objective",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "How old the oldest message should get at most.")
    void ageObjective(Span age) {
        put("ageObjectiveMillis", age);
    }

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "How long settled messages stay readable.")
    void retention(Span retention) {
        put("retentionMillis", retention);
    }

    @Option(
            names = "--retention-size",
            paramLabel = "SIZE",
            converter = Size.Converter.class,
            description = "How many bytes of settled messages stay readable.")
    void retentionSize(Size retention) {
        put("retentionBytes", JsonNodeFactory.instance.numberNode(retention.bytes()));
    }

    @Option(
            names = "--max-depth",
            paramLabel = "N",
            converter = Count.Converter.class,
            description = "How many unsettled messages it takes.")
    void maxDepth(Count depth) {
        put("maxDepth", JsonNodeFactory.instance.numberNode(depth.value()));
    }

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = Size.Converter.class,
            description = "How many bytes of unsettled messages it takes.")
    void maxSize(Size size) {
        put("maxBytes", JsonNodeFactory.instance.numberNode(size.bytes()));
    }

    @Option(
            names = "--when-full",
            paramLabel = "POLICY",
            description = "refuse, drop-oldest or dead-letter-oldest.")
    void whenFull(String policy) {
        put("whenFull", policy);
    }

    @Option(
            names = "--retry",
            paramLabel = "RULE",
            description = "Such as \"exponential 1s cap 10m attempts 8\".")
    void retry(String rule) {
        put("retry", rule);
    }

    @Option(
            names = "--dead-letter",
            paramLabel = "QUEUE",
            completionCandidates = QueueNames.class,
            description = "Where messages go that nobody manages.")
    void deadLetter(String queue) {
        put("deadLetter.queue", queue);
    }

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            converter = Count.FromOne.class,
            description = "How often a message is tried before it goes there.")
    void maxAttempts(Count attempts) {
        put("deadLetter.maxAttempts", JsonNodeFactory.instance.numberNode(attempts.value()));
    }

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "How many messages a second are delivered at most.")
    void rate(double perSecond) {
        put("rates.delivery.perSecond", JsonNodeFactory.instance.numberNode(perSecond));
    }

    /** What was said; empty when nothing was. */
    ObjectNode said() {
        return settings;
    }

    private void put(String name, String value) {
        put(name, JsonNodeFactory.instance.stringNode(value));
    }

    private void put(String name, Span value) {
        put(name, JsonNodeFactory.instance.numberNode(value.millis()));
    }

    /** Dots lead into members of members. */
    private void put(String name, JsonNode value) {
        String[] path = name.split("\\.", -1);
        ObjectNode at = settings;
        for (int i = 0; i < path.length - 1; i++) {
            at = at.path(path[i]) instanceof ObjectNode inner ? inner : at.putObject(path[i]);
        }
        at.set(path[path.length - 1], value);
    }
}
