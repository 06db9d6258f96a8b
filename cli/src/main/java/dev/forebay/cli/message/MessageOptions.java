package dev.forebay.cli.message;

import dev.forebay.cli.input.Count;
import dev.forebay.cli.input.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What goes with a message beside its body; the same for all of one command. */
final class MessageOptions {
    @Option(
            names = {"-k", "--key"},
            paramLabel = "KEY",
            description = "Orders and spreads messages.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME=VALUE",
            description = "A header; may be repeated.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "Deliver it after this time, such as 30s or 2h.")
    private Optional<Span> delay = Optional.empty();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "Deliver it at this time, such as 2026-12-24T18:00:00Z.")
    private Optional<String> at = Optional.empty();

    @Option(
            names = "--expiry",
            paramLabel = "TIME",
            converter = Span.Converter.class,
            description = "Do not deliver it any more after this time.")
    private Optional<Span> expiry = Optional.empty();

    @Option(
            names = "--priority",
            paramLabel = "0-9",
            converter = Count.Converter.class,
            description = "In queues whose ordering is by-priority.")
    private Optional<Count> priority = Optional.empty();

    @Option(
            names = "--deduplication-id",
            paramLabel = "ID",
            description = "Of messages with one id a queue that deduplicates takes the first.")
    private Optional<String> deduplicationId = Optional.empty();

    @Option(
            names = "--retry",
            paramLabel = "RULE",
            description = "In place of the queue's retry rule.")
    private Optional<String> retry = Optional.empty();

    /** For picocli. */
    MessageOptions() {}

    /** A message with them, without a body. */
    ObjectNode message() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        key.ifPresent(value -> message.put("key", value));
        if (!headers.isEmpty()) {
            ObjectNode all = message.putObject("headers");
            headers.forEach(all::put);
        }
        delay.ifPresent(value -> message.put("delayMillis", value.millis()));
        at.ifPresent(value -> message.put("deliverAt", value));
        expiry.ifPresent(value -> message.put("expiryMillis", value.millis()));
        priority.ifPresent(value -> message.put("priority", value.value()));
        deduplicationId.ifPresent(value -> message.put("deduplicationId", value));
        retry.ifPresent(value -> message.put("retry", value));
        return message;
    }
}
