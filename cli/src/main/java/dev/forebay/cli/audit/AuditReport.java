package dev.forebay.cli.audit;

import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Prints what comes of each audit: to people a sentence, to programs what the server said. */
final class AuditReport implements AutoCloseable {
    private static final Sheet SHEET = Sheet.of("queues", "/queue");

    private final Output output;
    private final Listing listing;

    AuditReport(Output output) {
        this.output = output;
        this.listing = output.list(SHEET);
    }

    void of(String queue, JsonNode found, AuditLine line) {
        if (output.isForPeople()) {
            say(line.text());
            return;
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("queue", queue);
        found.propertyStream().forEach(member -> row.set(member.getKey(), member.getValue()));
        row.put("holds", line.holds());
        listing.row(row);
    }

    /** What is no audit. */
    void say(String sentence) {
        if (output.isForPeople()) {
            output.out().println(sentence);
            output.out().flush();
        } else {
            output.talk().println(sentence);
        }
    }

    void complete() {
        if (!output.isForPeople()) {
            listing.complete();
        }
    }

    @Override
    public void close() {
        listing.close();
    }
}
