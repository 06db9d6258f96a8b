package dev.forebay.cli.message;

import dev.forebay.cli.api.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Members of messages: those that a sender gives, and those that the server adds. */
final class MessageMembers {
    /** What browsing and receiving tell of a message beyond what its sender gave. */
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
                    "deadLetter",
                    "schedule");

    private MessageMembers() {}

    /**
     * A line as it can be sent: without what was added, and with what is asked for all. One that is
     * no message is left as it is, so that the server says what is wrong with it.
     */
    static String sendable(String line, ObjectNode forAll) {
        try {
            if (Json.MAPPER.readTree(line) instanceof ObjectNode message) {
                message.remove(ADDED);
                message.setAll(forAll);
                return message.toString();
            }
        } catch (JacksonException malformed) {
            return line;
        }
        return line;
    }

    /** As the members of a request. */
    static Map<String, JsonNode> map(ObjectNode message) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        message.propertyStream().forEach(each -> members.put(each.getKey(), each.getValue()));
        return members;
    }
}
