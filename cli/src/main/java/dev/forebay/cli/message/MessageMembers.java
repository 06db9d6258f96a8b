package dev.forebay.cli.message;

import dev.forebay.cli.api.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Members of messages: those that a sender gives, and those that the server adds. */
final class MessageMembers {
    /**
     * What browsing and receiving tell of a message beyond what its sender gave. Not among them is
     * {@code masked}: such a message is not whole, and the server refuses it for that.
     */
    private static final List<String> ADDED =
            List.of(
                    "id",
                    "partition",
                    "offset",
                    "state",
                    "sentAt",
                    "firstLeasedAt",
                    "attempt",
                    "attempts",
                    "failures",
                    "bodyBytes",
                    "lease",
                    "leaseEndsAt",
                    "deadLetter",
                    "schedule",
                    "exchange",
                    "routingKey");

    /** States of messages that nobody is to work on any more. */
    private static final Set<String> OVER =
            Set.of("acked", "dead-lettered", "expired", "dropped", "purged", "moved");

    private MessageMembers() {}

    /**
     * A message as somebody wrote it down.
     *
     * @param sendable without what was added
     * @param over whether it was settled, or had another end, where it was browsed
     */
    record Written(String sendable, boolean over) {}

    /**
     * A line as it can be sent, with what is asked for all. One that is no message is left as it
     * is, so that the server says what is wrong with it.
     */
    static Written read(String line, ObjectNode forAll) {
        try {
            if (Json.MAPPER.readTree(line) instanceof ObjectNode message) {
                boolean over = OVER.contains(message.path("state").asString(""));
                message.remove(ADDED);
                message.setAll(forAll);
                return new Written(message.toString(), over);
            }
        } catch (JacksonException malformed) {
            return new Written(line, false);
        }
        return new Written(line, false);
    }

    /** As the members of a request. */
    static Map<String, JsonNode> map(ObjectNode message) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        message.propertyStream().forEach(each -> members.put(each.getKey(), each.getValue()));
        return members;
    }
}
