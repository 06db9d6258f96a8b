package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** A definitions file of a RabbitMQ 3.10.8, which has some of everything, moves in. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DefinitionsTest {
    private static AmqpServer server;
    private static ManagementClient api;
    private static JsonNode file;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        api = new ManagementClient(server.http(), "guest", "guest");
        try (InputStream resource =
                DefinitionsTest.class.getResourceAsStream("rabbitmq-3.10.8-definitions.json")) {
            file =
                    ManagementClient.json(
                            new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static JsonNode take(String query) throws Exception {
        return api.ask("POST", "/definitions" + query, file.toString()).expect(200);
    }

    private static Stream<JsonNode> with(JsonNode report, String outcome) {
        return report.path("definitions")
                .valueStream()
                .filter(one -> one.path("outcome").asString().equals(outcome));
    }

    private static List<String> refused(JsonNode report) {
        return with(report, "refused")
                .map(one ->
                        one.path("kind").asString()
                                + " "
                                + one.path("name").asString()
                                + ": "
                                + one.path("reason").asString())
                .toList();
    }

    @Test
    @Order(1)
    void a_dry_run_tells_what_would_be_and_changes_nothing() throws Exception {
        JsonNode before = api.get("/definitions");
        JsonNode report = take("?dry_run=true");

        assertThat(refused(report)).isEmpty();
        assertThat(with(report, "same").map(one -> one.path("kind").asString()))
                .containsExactly("vhost");
        assertThat(report.path("counts").path("create").asInt()).isGreaterThan(40);
        assertThat(api.get("/definitions")).isEqualTo(before);
    }

    @Test
    @Order(2)
    void all_of_it_is_taken() throws Exception {
        JsonNode report = take("?report=true");
        assertThat(refused(report)).isEmpty();
    }

    @Test
    @Order(3)
    void what_is_exported_is_what_was_imported() throws Exception {
        JsonNode exported = api.get("/definitions");
        for (String section :
                List.of(
                        "users",
                        "permissions",
                        "topic_permissions",
                        "parameters",
                        "global_parameters",
                        "policies",
                        "exchanges",
                        "bindings",
                        "queues")) {
            assertThat(lines(exported.path(section))).as(section).isEqualTo(expected(section));
        }
        // Of virtual hosts more is told than this version of RabbitMQ does.
        assertThat(exported.path("vhosts").valueStream().map(one -> one.path("name").asString()))
                .containsExactly("/", "staging", "tenant/one");
    }

    private static Set<String> expected(String section) {
        return lines(file.path(section));
    }

    /** Each thing with its members sorted, since their order means nothing. */
    private static Set<String> lines(JsonNode section) {
        Set<String> lines = new TreeSet<>(Comparator.naturalOrder());
        section.valueStream().map(DefinitionsTest::line).forEach(lines::add);
        return lines;
    }

    private static String line(JsonNode node) {
        if (!node.isObject()) {
            return node.toString();
        }
        StringBuilder text = new StringBuilder("{");
        node.propertyStream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(member ->
                        text.append('"')
                                .append(member.getKey())
                                .append("\": ")
                                .append(line(member.getValue()))
                                .append(", "));
        return text.append('}').toString();
    }

    @Test
    @Order(4)
    void to_import_it_again_changes_nothing_and_what_cannot_be_taken_is_told() throws Exception {
        JsonNode report = take("?report=true");
        assertThat(report.path("counts").path("create").asInt()).isZero();
        assertThat(report.path("counts").path("change").asInt()).isZero();
        assertThat(api.ask("POST", "/definitions", file.toString()).status()).isEqualTo(204);
        ManagementClient.Answer partly =
                api.ask(
                        "POST",
                        "/definitions/%2F",
                        """
                        {"queues": [
                          {"name": "odd", "durable": true, "arguments": {"x-queue-type": "odd"}},
                          {"name": "even", "durable": true, "arguments": {}}]}
                        """);
        assertThat(partly.status()).isEqualTo(400);
        assertThat(partly.json().path("reason").asString())
                .contains("queue 'odd' in vhost '/'", "x-queue-type")
                .doesNotContain("even");
        assertThat(api.get("/queues/%2F/even").path("durable").asBoolean()).isTrue();
    }

    @Test
    @Order(5)
    void it_is_there_after_a_restart() throws Exception {
        JsonNode before = api.get("/definitions");
        api.close();
        server.restart();
        api = new ManagementClient(server.http(), "guest", "guest");
        assertThat(lines(api.get("/definitions").path("bindings")))
                .isEqualTo(lines(before.path("bindings")));
        assertThat(api.get("/definitions/%2F").path("policies").size()).isEqualTo(4);
    }
}
