package dev.forebay.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.cli.api.Json;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compared with what the API says of itself. */
final class MessageMembersTest {
    private static final String SCHEMAS = "/dev/forebay/httpapi/schemas.json";

    @ParameterizedTest
    @ValueSource(strings = {"BrowsedMessage", "Delivery", "ScheduledMessage"})
    void each_member_of_a_message_is_sent_on_or_passed_over_but_for_that_it_is_masked(String kind)
            throws Exception {
        JsonNode schemas = schemas();
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        schemas.at("/" + kind + "/properties")
                .propertyNames()
                .forEach(member -> message.put(member, "x"));
        String sendable =
                MessageMembers.read(message.toString(), JsonNodeFactory.instance.objectNode())
                        .sendable();
        assertThat(schemas.at("/Message/properties").propertyNames())
                .containsAll(
                        Json.MAPPER.readTree(sendable).propertyNames().stream()
                                .filter(name -> !name.equals("masked"))
                                .toList());
    }

    private static JsonNode schemas() throws Exception {
        try (InputStream file = MessageMembersTest.class.getResourceAsStream(SCHEMAS)) {
            return Json.MAPPER.readTree(Objects.requireNonNull(file).readAllBytes());
        }
    }
}
