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
        file = resource("rabbitmq-3.10.8-definitions.json");
    }

    private static JsonNode resource(String name) throws Exception {
        try (InputStream resource = DefinitionsTest.class.getResourceAsStream(name)) {
            return ManagementClient.json(
                    new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static JsonNode take(String query) throws Exception {
        return take(query, file.toString());
    }

    private static JsonNode take(String query, String definitions) throws Exception {
        return api.ask("POST", "/definitions" + query, definitions).expect(200);
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
    @Order(1)
    void a_dry_run_knows_that_the_first_user_must_let_others_in() throws Exception {
        JsonNode report =
                take(
                        "?dry_run=true",
                        """
                        {"users": [{"name": "worker", "tags": []}],
                         "permissions": [{"user": "worker", "vhost": "/",
                           "configure": "", "write": "", "read": ""}]}
                        """);
        assertThat(refused(report))
                .hasSize(2)
                .anyMatch(one -> one.contains("admin, for the first user"))
                .anyMatch(one -> one.contains("there is no user 'worker'"));
    }

    /** Else the import would lock everybody out, and who imports first. */
    @Test
    @Order(1)
    void the_first_user_must_be_able_to_sign_in() throws Exception {
        String own =
                """
                {"product_name": "Forebay", "users": [
                  {"name": "boss", "tags": "administrator", "password_hash": ""}]}
                """;
        for (String query : List.of("?dry_run=true", "?report=true")) {
            assertThat(refused(take(query, own)))
                    .singleElement()
                    .asString()
                    .contains("user boss", "nobody could sign in after that");
        }
        for (String password : List.of("", ", \"password\": \"short\"")) {
            api.ask("PUT", "/users/boss", "{\"tags\": \"administrator\"" + password + "}")
                    .expect(400);
        }
        assertThat(api.get("/users")).isEmpty();
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
    @Order(4)
    void queues_without_a_type_have_that_of_their_virtual_host() throws Exception {
        JsonNode report =
                take(
                        "?report=true",
                        """
                        {"vhosts": [{"name": "typed", "default_queue_type": "quorum"}],
                         "queues": [
                          {"name": "lasts", "vhost": "typed", "durable": true},
                          {"name": "said", "vhost": "typed", "durable": true,
                           "arguments": {"x-queue-type": "classic"}},
                          {"name": "goes", "vhost": "typed", "durable": false}]}
                        """);
        assertThat(refused(report)).isEmpty();
        assertThat(api.ask("PUT", "/queues/typed/lasts", "{\"durable\": true}").status())
                .isEqualTo(204);
        assertThat(api.get("/vhosts/typed").path("default_queue_type").asString())
                .isEqualTo("quorum");
        assertThat(type("lasts")).isEqualTo("quorum");
        assertThat(type("said")).isEqualTo("classic");
        assertThat(type("goes")).isEqualTo("classic");
        assertThat(
                        api.ask("PUT", "/vhosts/typed", "{\"default_queue_type\": \"odd\"}")
                                .expect(400)
                                .path("reason")
                                .asString())
                .contains("odd");
    }

    private static String type(String queue) throws Exception {
        return api.get("/queues/typed/" + queue).path("type").asString();
    }

    /** So that a file with mirrors, federation and shards needs no editing. */
    @Test
    @Order(4)
    void policies_that_mean_nothing_here_are_kept_and_told() throws Exception {
        JsonNode report =
                take(
                        "?report=true",
                        """
                        {"vhosts": [{"name": "kept"}],
                         "parameters": [
                          {"component": "federation-upstream", "vhost": "kept", "name": "up",
                           "value": {"uri": "amqp://else.where"}}],
                         "policies": [
                          {"vhost": "kept", "name": "federated", "pattern": "", "definition":
                           {"federation-upstream-set": "all", "ha-mode": "exactly", "ha-params": 2,
                            "ha-sync-mode": "automatic", "queue-leader-locator": "balanced",
                            "initial-cluster-size": 0, "max-length": 9}},
                          {"vhost": "kept", "name": "sharded", "pattern": "", "definition":
                           {"shards-per-node": 2, "routing-key": "k"}},
                          {"vhost": "kept", "name": "plain", "pattern": "", "definition":
                           {"consumer-timeout": 0}}]}
                        """);
        assertThat(refused(report)).isEmpty();
        assertThat(report.path("definitions").findValuesAsString("reason"))
                .containsExactly(
                        "",
                        "it is kept without effect",
                        "kept without effect: federation-upstream-set, ha-mode, ha-params,"
                                + " ha-sync-mode, queue-leader-locator, initial-cluster-size",
                        "kept without effect: shards-per-node, routing-key",
                        "");
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
        assertThat(api.get("/vhosts/typed").path("default_queue_type").asString())
                .isEqualTo("quorum");
        assertThat(type("lasts")).isEqualTo("quorum");
    }

    /** That is what they see who try first. */
    @Test
    @Order(6)
    void a_dry_run_tells_what_the_import_then_tells() throws Exception {
        String odd =
                """
                {"vhosts": [{"name": "odd", "protected_from_deletion": true}],
                 "queues": [
                  {"name": "a", "vhost": "odd", "durable": true},
                  {"name": "a", "vhost": "odd", "durable": true},
                  {"name": "a", "vhost": "odd", "durable": true, "arguments": {"x-max-length": 1}},
                  {"name": "orphan", "vhost": "none", "durable": true},
                  {"name": "amq.mine", "vhost": "odd", "durable": true},
                  {"name": "", "vhost": "odd", "durable": true},
                  {"name": "", "vhost": "/", "durable": true},
                  {"name": "%s", "vhost": "odd", "durable": true}],
                 "exchanges": [
                  {"name": "e", "vhost": "odd", "type": "topic", "durable": true},
                  {"name": "amq.direct", "vhost": "odd", "type": "fanout", "durable": true},
                  {"name": "late", "vhost": "odd", "type": "x-delayed-message", "durable": true},
                  {"name": "spare", "vhost": "odd", "type": "fanout", "durable": true,
                   "arguments": {"alternate-exchange": 1}},
                  {"name": "by headers", "vhost": "odd", "type": "headers", "durable": true}],
                 "bindings": [
                  {"source": "e", "vhost": "odd", "destination": "a",
                   "destination_type": "queue", "routing_key": ""},
                  {"source": "amq.topic", "vhost": "odd", "destination": "a",
                   "destination_type": "queue", "routing_key": ""},
                  {"source": "by headers", "vhost": "odd", "destination": "a",
                   "destination_type": "queue", "routing_key": "", "arguments": {"x-match": "odd"}},
                  {"source": "amq.headers", "vhost": "odd", "destination": "a",
                   "destination_type": "queue", "routing_key": "", "arguments": {"x-match": "odd"}},
                  {"source": "none", "vhost": "odd", "destination": "a",
                   "destination_type": "queue", "routing_key": ""},
                  {"source": "e", "vhost": "odd", "destination": "none",
                   "destination_type": "queue", "routing_key": ""},
                  {"source": "e", "vhost": "odd", "destination": "a",
                   "destination_type": "odd", "routing_key": ""}],
                 "parameters": [
                  {"component": "odd", "vhost": "odd", "name": "p", "value": {}},
                  {"component": "vhost-limits", "vhost": "odd", "name": "limits",
                   "value": {"max-queues": "many"}},
                  {"component": "vhost-limits", "vhost": "odd", "name": "limits",
                   "value": {"max-odd": 1}},
                  {"component": "vhost-limits", "vhost": "odd", "name": "odd",
                   "value": {"max-queues": 1}}],
                 "policies": [
                  {"vhost": "none", "name": "p", "pattern": "", "definition": {"max-length": 1}}],
                 "users": [{"name": "limited", "tags": [], "password": "12345678",
                   "limits": {"max-channels": 1}},
                  {"name": " odd", "tags": [], "password": "12345678"},
                  {"name": "short", "tags": [], "password": "1234567"},
                  {"name": "both", "tags": [], "password": "12345678", "password_hash": ""}],
                 "permissions": [
                  {"user": "ghost", "vhost": "odd", "configure": "", "write": "", "read": ""},
                  {"user": "limited", "vhost": "odd", "configure": "", "write": "", "read": ""},
                  {"user": "limited", "vhost": "none", "configure": "", "write": "", "read": ""}],
                 "topic_permissions": [
                  {"user": "ghost", "vhost": "odd", "exchange": "e", "write": "", "read": ""}]}
                """
                        .formatted("x".repeat(256));
        JsonNode dry = take("?dry_run=true", odd);
        JsonNode done = take("?report=true", odd);

        assertThat(outcomes(dry)).isEqualTo(outcomes(done)).hasSize(34);
        assertThat(refused(done)).hasSize(25).isEqualTo(refused(dry));
        assertThat(done.path("definitions").valueStream().map(one -> one.path("reason").asString()))
                .contains("Validation failed: component odd not found")
                .contains("its limits are not kept")
                .contains("that it is protected from deletion is not kept");
    }

    private static List<String> outcomes(JsonNode report) {
        return report.path("definitions")
                .valueStream()
                .map(one ->
                        one.path("kind").asString()
                                + " "
                                + one.path("name").asString()
                                + " "
                                + one.path("outcome").asString())
                .toList();
    }

    @Test
    @Order(7)
    void passwords_that_an_export_does_not_tell_stay() throws Exception {
        api.ask("PUT", "/users/native", "{\"tags\": \"management\", \"password\": \"12345678\"}")
                .expect(201);
        String exported = api.get("/definitions").toString();
        assertThat(with(take("?report=true", exported), "same").count()).isGreaterThan(40);
        try (ManagementClient client = new ManagementClient(server.http(), "native", "12345678")) {
            client.get("/whoami");
        }
        api.ask("DELETE", "/users/native", "").expect(204);
        assertThat(take("?dry_run=true", exported).findValuesAsString("reason"))
                .anyMatch(one -> one.startsWith("it has no password in the file"));
    }

    @Test
    @Order(7)
    void nobody_imports_what_locks_him_out() throws Exception {
        for (String user :
                List.of("\"tags\": \"administrator\", \"password_hash\": \"\"", "\"tags\": \"\"")) {
            String file = "{\"users\": [{\"name\": \"guest\", " + user + "}]}";
            assertThat(refused(take("?dry_run=true", file))).hasSize(1);
            assertThat(refused(take("?report=true", file)))
                    .singleElement()
                    .asString()
                    .contains("your own");
        }
    }

    /** As the page of RabbitMQ's management does, and curl with {@code -F file=@FILE}. */
    @Test
    @Order(7)
    void a_file_is_uploaded_by_a_form() throws Exception {
        String form =
                """
                --of this
                Content-Disposition: form-data; name="redirect"; filename="file"

                ../#/import-succeeded
                --of this
                Content-Disposition: form-data; name="file"; filename="definitions.json"
                Content-Type: application/json

                {"queues": [{"name": "grün", "vhost": "/", "durable": true}]}
                --of this--
                """
                        .replace("\n", "\r\n");
        String type = "multipart/form-data; boundary=\"of this\"";
        api.ask("POST", "/definitions", form, "Content-Type", type).expect(204);
        assertThat(api.get("/queues/%2F/gr%C3%BCn").path("durable").asBoolean()).isTrue();

        for (String broken :
                List.of(
                        form.replace("name=\"file\"", "name=\"files\""),
                        form.replace("--of this--", ""),
                        form.replace("of this", "of that"),
                        "")) {
            assertThat(
                            api.ask("POST", "/definitions", broken, "Content-Type", type)
                                    .expect(400)
                                    .path("reason")
                                    .asString())
                    .isEqualTo("the form has no file");
        }
        api.ask("POST", "/definitions", form, "Content-Type", "multipart/form-data").expect(400);
    }

    /** It writes objects within parameters as arrays of pairs. */
    @Test
    @Order(7)
    void a_file_of_the_command_line_is_taken_too() throws Exception {
        JsonNode report =
                take("?report=true", resource("rabbitmqctl-3.10.8-definitions.json").toString());

        assertThat(refused(report)).isEmpty();
        assertThat(api.get("/operator-policies/%2F/op1").path("definition"))
                .isEqualTo(ManagementClient.json("{\"max-length\":5000,\"message-ttl\":86400000}"));
        assertThat(api.get("/global-parameters/mine").path("value"))
                .isEqualTo(ManagementClient.json("{\"a\":[1,2]}"));
    }
}
