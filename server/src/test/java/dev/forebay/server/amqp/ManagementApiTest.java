package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** RabbitMQ's management API over a real socket, as its tools and dashboards use it. */
class ManagementApiTest {
    private static final String GET = "{\"count\": 5, \"encoding\": \"auto\", \"ackmode\": \"%s\"}";

    private static AmqpServer server;
    private static ManagementClient api;
    private static Channel channel;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        api = new ManagementClient(server.http(), "guest", "guest");
        channel = server.channel();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static List<String> texts(JsonNode list, String member) {
        return list.valueStream().map(one -> one.path(member).asString()).toList();
    }

    @Test
    void the_overview_has_what_tools_look_for() throws Exception {
        JsonNode overview = api.get("/overview");

        assertThat(overview.path("rabbitmq_version").asString()).isEqualTo("4.1.0");
        assertThat(overview.path("product_name").asString()).isEqualTo("Forebay");
        assertThat(overview.path("object_totals").path("connections").asInt()).isPositive();
        assertThat(texts(overview.path("listeners"), "protocol")).contains("amqp", "http");
        String node = overview.path("node").asString();
        assertThat(api.get("/nodes").path(0).path("name").asString()).isEqualTo(node);
        assertThat(api.get("/nodes/" + node).path("mem_used").asLong()).isPositive();
        assertThat(api.get("/whoami").path("tags").path(0).asString()).isEqualTo("administrator");
        assertThat(api.get("/vhosts/%2F").path("name").asString()).isEqualTo("/");
        assertThat(api.get("/vhosts/%2F?columns=name").propertyNames()).containsExactly("name");
        assertThat(api.get("/nodes/" + node + "?columns=uptime").propertyNames())
                .containsExactly("uptime");
        assertThat(api.get("/nodes?columns=uptime").path(0).propertyNames())
                .containsExactly("uptime");
        assertThat(api.get("/overview?columns=queue_totals.messages,node").propertyNames())
                .containsExactlyInAnyOrder("queue_totals", "node");
        assertThat(api.get("/overview?columns=listeners.port").path("listeners"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.propertyNames()).containsExactly("port"));
    }

    @Test
    void a_body_that_is_too_large_is_refused_in_json() throws Exception {
        try (Socket socket = new Socket(server.http().getHost(), server.http().getPort())) {
            String head =
                    "POST /api/definitions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n\r\n"
                            .formatted(Integer.MAX_VALUE);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .contains("application/json", "http.max-body");
        }
    }

    /** Members that rabbitmqadmin 2 cannot do without, as its library declares them. */
    @Test
    void answers_have_the_members_that_the_second_rabbitmqadmin_reads() throws Exception {
        JsonNode overview = api.get("/overview");
        assertThat(overview.path("erlang_full_version").isString()).isTrue();
        for (String churn :
                List.of(
                        "connection_created",
                        "connection_closed",
                        "channel_created",
                        "channel_closed",
                        "queue_declared",
                        "queue_created",
                        "queue_deleted")) {
            assertThat(overview.path("churn_rates").path(churn).isInt()).as(churn).isTrue();
        }
        JsonNode node = api.get("/nodes").path(0);
        for (String figure :
                List.of("fd_total", "proc_total", "disk_free", "fd_used", "proc_used")) {
            assertThat(node.path(figure).asLong()).as(figure).isPositive();
        }
        assertThat(node.path("run_queue").isIntegralNumber()).isTrue();
        assertThat(node.path("disk_free_limit").isIntegralNumber()).isTrue();
        assertThat(api.ask("GET", "/health/checks/port-listener/1", "").expect(503).path("missing"))
                .hasToString("1");
        assertThat(api.ask("POST", "/rebalance/queues", "").status()).isEqualTo(204);
        assertThat(
                        api.ask("PUT", "/user-limits/guest/max-channels", "{\"value\": 1}")
                                .expect(400)
                                .path("reason")
                                .asString())
                .contains("not kept");
    }

    @Test
    void a_queue_is_made_shown_filled_looked_at_emptied_and_deleted() throws Exception {
        String path = "/queues/%2F/life";
        String wish =
                "{\"durable\": true, \"arguments\": {\"x-max-length\": 10, \"x-queue-type\":"
                        + " \"quorum\"}}";
        api.ask("PUT", path, wish).expect(201);
        api.ask("PUT", path, wish).expect(204);
        assertThat(api.ask("PUT", path, "{\"durable\": false}").expect(400).path("reason"))
                .hasToString(
                        "\"inequivalent arg 'durable' for queue 'life' in vhost '/': received"
                                + " 'false' but current is 'true'\"");
        JsonNode publish =
                api.ask(
                                "POST",
                                "/exchanges/%2F/amq.default/publish",
                                "{\"properties\": {\"delivery_mode\": 2, \"headers\": {\"n\": 1}},"
                                        + " \"routing_key\": \"life\", \"payload\": \"aGk=\","
                                        + " \"payload_encoding\": \"base64\"}")
                        .expect(200);
        assertThat(publish.path("routed").asBoolean()).isTrue();

        JsonNode shown = api.get(path);
        assertThat(shown.path("messages").asInt()).isEqualTo(1);
        assertThat(shown.path("messages_ready").asInt()).isEqualTo(1);
        assertThat(shown.path("type").asString()).isEqualTo("quorum");
        assertThat(shown.path("members")).isEqualTo(shown.path("online")).hasSize(1);
        assertThat(shown.path("arguments").path("x-max-length").asInt()).isEqualTo(10);
        assertThat(shown.path("message_stats").path("publish").asInt()).isEqualTo(1);
        assertThat(channel.queueDeclarePassive("life").getMessageCount()).isEqualTo(1);

        JsonNode got =
                api.ask("POST", path + "/get", GET.formatted("ack_requeue_true")).expect(200);
        assertThat(got.path(0).path("payload").asString()).isEqualTo("hi");
        assertThat(got.path(0).path("properties").path("headers").path("n").asInt()).isEqualTo(1);
        assertThat(api.get(path).path("messages_ready").asInt()).isEqualTo(1);
        assertThat(api.ask("DELETE", path + "?if-empty=true", "").status()).isEqualTo(400);
        api.ask("POST", path + "/get", GET.formatted("ack_requeue_false")).expect(200);
        assertThat(
                        api.ask(
                                        "POST",
                                        path + "/get",
                                        GET.replace("5", "0").formatted("ack_requeue_true"))
                                .expect(200))
                .isEmpty();
        assertThat(api.get(path).path("messages").asInt()).isZero();
        channel.basicPublish("", "life", null, "x".getBytes(UTF_8));
        await().until(() -> api.get(path).path("messages_ready").asInt() == 1);
        api.ask("DELETE", path + "/contents", "").expect(204);
        assertThat(api.get(path).path("messages").asInt()).isZero();
        api.ask("DELETE", path, "").expect(204);
        assertThat(api.ask("GET", path, "").expect(404).path("error").asString())
                .isEqualTo("Object Not Found");
    }

    @Test
    void a_look_costs_no_attempt_and_a_rejection_one() throws Exception {
        api.ask(
                        "PUT",
                        "/queues/%2F/tries",
                        "{\"durable\": true, \"arguments\": {\"x-queue-type\": \"quorum\","
                                + " \"x-delivery-limit\": 1}}")
                .expect(201);
        channel.confirmSelect();
        channel.basicPublish("", "tries", null, "x".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        for (String mode : List.of("ack_requeue_true", "reject_requeue_true")) {
            JsonNode first = take(mode);
            assertThat(first.path("redelivered").asBoolean(true)).as(mode).isFalse();
        }
        JsonNode again = take("reject_requeue_true");
        assertThat(again.path("redelivered").asBoolean()).isTrue();
        assertThat(again.path("properties").path("headers").path("x-delivery-count").asInt())
                .isEqualTo(1);
        assertThat(api.get("/queues/%2F/tries").path("messages").asInt()).isZero();
    }

    private static JsonNode take(String mode) throws Exception {
        JsonNode got =
                api.ask("POST", "/queues/%2F/tries/get", GET.replace("5", "1").formatted(mode))
                        .expect(200);
        assertThat(got).hasSize(1);
        return got.path(0);
    }

    /** Zeros would be six times as long in a JSON text. */
    @Test
    void a_get_brings_fewer_messages_when_they_are_large_and_bytes_not_as_escapes()
            throws Exception {
        publishZeros(channel, "large", 3, 7 << 20);
        JsonNode got =
                api.ask("POST", "/queues/%2F/large/get", GET.formatted("ack_requeue_false"))
                        .expect(200);
        assertThat(got).hasSize(2);
        assertThat(got.path(1).path("payload_encoding").asString()).isEqualTo("base64");
        assertThat(channel.queueDeclarePassive("large").getMessageCount()).isEqualTo(1);
    }

    @Test
    void a_get_that_the_server_has_no_room_to_answer_takes_nothing() throws Exception {
        try (AmqpServer small = new AmqpServer("--http-max-in-flight", "1MiB");
                ManagementClient asking = new ManagementClient(small.http(), "guest", "guest")) {
            Channel publishing = small.channel();
            publishZeros(publishing, "large", 2, 500_000);
            publishZeros(publishing, "larger", 1, 1 << 20);
            assertThat(take(asking, "large").expect(200)).hasSize(1);
            take(asking, "larger").expect(503);
            assertThat(take(asking, "large").expect(200)).hasSize(1);
            assertThat(publishing.queueDeclarePassive("larger").getMessageCount()).isEqualTo(1);
        }
    }

    private static ManagementClient.Answer take(ManagementClient asking, String queue)
            throws Exception {
        return asking.ask(
                "POST", "/queues/%2F/" + queue + "/get", GET.formatted("ack_requeue_false"));
    }

    private static void publishZeros(Channel publishing, String queue, int count, int bytes)
            throws Exception {
        publishing.queueDeclare(queue, true, false, false, null);
        publishing.confirmSelect();
        for (int i = 0; i < count; i++) {
            publishing.basicPublish("", queue, null, new byte[bytes]);
        }
        publishing.waitForConfirmsOrDie(20_000);
    }

    @Test
    void exchanges_and_bindings_are_made_shown_and_removed() throws Exception {
        api.ask("PUT", "/exchanges/%2F/events", "{\"type\": \"topic\", \"durable\": true}")
                .expect(201);
        api.ask("PUT", "/exchanges/%2F/plain", "{}").expect(201);
        assertThat(api.get("/exchanges/%2F/plain").path("type").asString()).isEqualTo("direct");
        api.ask("PUT", "/queues/%2F/bound", "{\"durable\": true}").expect(201);
        String between = "/bindings/%2F/e/events/q/bound";
        ManagementClient.Answer bound = api.ask("POST", between, "{\"routing_key\": \"a.#\"}");
        assertThat(bound.status()).isEqualTo(201);
        assertThat(bound.response().headers().firstValue("Location")).hasValue("bound/a.%2523");
        api.ask("POST", between, "{\"routing_key\": \"\", \"arguments\": {\"x\": [1, \"y\"]}}")
                .expect(201);
        assertThat(
                        api.ask("POST", "/bindings/%2F/e/events/q/none", "{}")
                                .expect(404)
                                .path("reason")
                                .asString())
                .isEqualTo("no queue 'none' in vhost '/'");

        channel.basicPublish("events", "a.b", null, "x".getBytes(UTF_8));
        await().until(() -> api.get("/queues/%2F/bound").path("messages").asInt() == 1);
        JsonNode bindings = api.get(between);
        assertThat(texts(bindings, "routing_key")).containsExactlyInAnyOrder("a.#", "");
        assertThat(texts(api.get("/bindings/%2F/e//q/bound"), "properties_key"))
                .containsExactly("bound");
        assertThat(texts(api.get("/queues/%2F/bound/bindings"), "source"))
                .containsExactlyInAnyOrder("", "events", "events");
        assertThat(api.get("/exchanges/%2F/events/bindings/source").size()).isEqualTo(2);
        for (JsonNode binding : bindings) {
            String key = URLEncoder.encode(binding.path("properties_key").asString(), UTF_8);
            assertThat(api.get(between + "/" + key).path("routing_key"))
                    .isEqualTo(binding.path("routing_key"));
            api.ask("DELETE", between + "/" + key, "").expect(204);
        }
        assertThat(api.get(between).size()).isZero();
        assertThat(api.ask("PUT", "/exchanges/%2F/events", "{\"type\": \"direct\"}").status())
                .isEqualTo(400);
        assertThat(api.ask("PUT", "/exchanges/%2F/amq.new", "{\"type\": \"direct\"}").status())
                .isEqualTo(401);
        api.ask("DELETE", "/exchanges/%2F/events", "").expect(204);
        assertThat(api.ask("DELETE", "/exchanges/%2F/events", "").status()).isEqualTo(404);
    }

    @Test
    void lists_are_filtered_sorted_and_cut_into_pages() throws Exception {
        for (int i = 1; i <= 5; i++) {
            channel.queueDeclare("page-" + i, true, false, false, null);
            for (int message = 0; message < i; message++) {
                channel.basicPublish("", "page-" + i, null, "x".getBytes(UTF_8));
            }
        }
        await().until(() -> api.get("/queues/%2F/page-5").path("messages").asInt() == 5);

        JsonNode page =
                api.get(
                        "/queues?page=1&page_size=2&name=%5Epage-%5B2-5%5D$&use_regex=true"
                                + "&sort=messages&sort_reverse=true&columns=name,messages");
        assertThat(page.path("total_count").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(page.path("filtered_count").asInt()).isEqualTo(4);
        assertThat(page.path("page_count").asInt()).isEqualTo(2);
        assertThat(texts(page.path("items"), "name")).containsExactly("page-5", "page-4");
        assertThat(page.path("items").path(0).propertyNames())
                .containsExactlyInAnyOrder("name", "messages");
        assertThat(texts(api.get("/queues?name=page-&page=2&page_size=3").path("items"), "name"))
                .containsExactly("page-4", "page-5");
        assertThat(api.ask("GET", "/queues?page=99", "").expect(400).path("error").asString())
                .isEqualTo("page_out_of_range");
        assertThat(api.ask("GET", "/queues?page=x", "").status()).isEqualTo(400);
    }

    @Test
    void connections_channels_and_consumers_are_shown_and_closed() throws Exception {
        Connection connection = server.factory().newConnection("shown");
        Channel shown = connection.createChannel();
        shown.queueDeclare("watched", true, false, false, null);
        shown.basicQos(7);
        shown.confirmSelect();
        shown.basicConsume(
                "watched", false, "tag-1", false, false, Map.of("x-priority", 3), new Inbox(shown));
        shown.basicPublish("", "watched", null, "x".getBytes(UTF_8));
        JsonNode row =
                api.get("/connections?name=")
                        .valueStream()
                        .filter(one -> one.path("user_provided_name").asString().equals("shown"))
                        .findFirst()
                        .orElseThrow();
        String path =
                "/connections/"
                        + row.path("name").asString().replace(" ", "%20").replace(">", "%3E");
        assertThat(row.path("state").asString()).isEqualTo("running");
        assertThat(api.get(path).path("channels").asInt()).isEqualTo(1);
        await().until(() ->
                api.get(path + "/channels").path(0).path("messages_unacknowledged").asInt() == 1);
        JsonNode one = api.get(path + "/channels").path(0);
        assertThat(one.path("prefetch_count").asInt()).isEqualTo(7);
        assertThat(one.path("confirm").asBoolean()).isTrue();
        JsonNode consumer =
                api.get("/consumers/%2F")
                        .valueStream()
                        .filter(found -> found.path("consumer_tag").asString().equals("tag-1"))
                        .findFirst()
                        .orElseThrow();
        assertThat(detailsOfChannel(one.path("name").asString())).containsExactly(consumer);
        assertThat(consumer.path("consumer_timeout").asLong()).isPositive();
        assertThat(consumer.path("arguments").path("x-priority").asInt()).isEqualTo(3);
        assertThat(api.get("/queues/%2F/watched").path("consumer_details").size()).isEqualTo(1);

        CompletableFuture<Object> reason = new CompletableFuture<>();
        connection.addShutdownListener(cause -> reason.complete(cause.getReason()));
        api.ask("DELETE", path, "", "X-Reason", "by a test").expect(204);
        AMQP.Connection.Close close = (AMQP.Connection.Close) reason.get(20, TimeUnit.SECONDS);
        assertThat(close.getReplyCode()).isEqualTo(320);
        assertThat(close.getReplyText()).contains("by a test");
        await().until(() -> api.ask("GET", path, "").status() == 404);
    }

    private static JsonNode detailsOfChannel(String name) throws Exception {
        return api.get("/channels/" + name.replace(" ", "%20").replace(">", "%3E"))
                .path("consumer_details");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/health/checks/alarms | 200",
                "/health/checks/local-alarms | 200",
                "/health/checks/virtual-hosts | 200",
                "/health/checks/is-in-service | 200",
                "/health/checks/protocol-listener/amqp | 200",
                "/health/checks/protocol-listener/stomp | 503",
                "/health/checks/port-listener/1 | 503",
                "/health/checks/port-listener/none | 400",
                "/aliveness-test/%2F | 200",
                "/user-limits/guest | 200",
                "/nodes/forebay@localhost/memory | 200",
                "/auth/attempts/forebay@localhost | 200",
                "/queues/detailed | 200",
                "/shovels | 200",
                "/federation-links | 200",
                "/stream/connections | 200",
                "/stream/publishers | 200",
                "/stream/consumers | 200",
                "/extensions | 200",
                "/feature-flags | 200",
                "/deprecated-features | 200",
                "/auth | 200",
                "/cluster-name | 200",
                "/permissions | 200",
                "/topic-permissions | 200",
                "/users | 200",
                "/parameters | 200",
                "/queues/ | 200",
                "/topic-permissions/%2F/nobody | 404",
                "/users/nobody/permissions | 404",
                "/users/nobody/topic-permissions | 404",
                "/queues/none | 404",
                "/nonsense | 404",
                "/queues/%2F/a/b/c/d/e/f/g/h/i/j | 404",
                "/queues?use_regex=true&name=%5Ea%7Cb | 200",
                "/queues?use_regex=true&name=%28%3F%21a%29 | 400",
                "/queues?page=1&page_size=0 | 400"
            })
    void a_route_answers(String path, int status) throws Exception {
        ManagementClient.Answer answer = api.ask("GET", path, "");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/permissions/%2F/nobody | PUT | {\"configure\":\"\",\"write\":\"\",\"read\":\"\"}",
                "/permissions/none/guest | PUT | {\"configure\":\"\",\"write\":\"\",\"read\":\"\"}",
                "/parameters/nosuch/%2F/x | PUT | {\"value\":1}",
                "/parameters/vhost-limits/%2F/limits | PUT | {\"value\":{\"max-queues\":\"x\"}}",
                "/vhost-limits/%2F/max-odd | PUT | {\"value\":1}",
                "/exchanges/%2F/amq.direct/publish | POST | {\"routing_key\":\"\",\"payload\":\"\",\"payload_encoding\":\"string\",\"properties\":{\"delivery_mode\":\"2\"}}",
                "/exchanges/%2F/amq.direct/publish | POST | {\"routing_key\":\"\",\"payload\":\"\",\"payload_encoding\":\"string\",\"properties\":{\"reply_to\":\"amq.rabbitmq.reply-to\"}}",
                "/exchanges/%2F/amq.direct/publish | POST | {\"routing_key\":\"\",\"payload\":\"\",\"payload_encoding\":\"string\",\"properties\":{\"colour\":\"red\"}}",
                "/exchanges/%2F/amq.direct/publish | POST | {\"routing_key\":\"\",\"payload\":\"\",\"payload_encoding\":\"string\",\"properties\":{\"delivery_mode\":3}}"
            })
    void what_cannot_be_is_refused(String path, String method, String body) throws Exception {
        api.ask(method, path, body).expect(400);
    }

    private static Stream<Map.Entry<String, String>> wrong() {
        return Stream.of(
                Map.entry("{", "not_json"),
                Map.entry("[1]", "bad_request"),
                Map.entry("{\"priority\": 9223372036854775808}", "beyond 64 bits"),
                Map.entry("{\"pattern\": ".repeat(65), "nested more than 64 deep"),
                Map.entry("{\"pattern\": \"(\", \"definition\": {\"max-length\": 1}}", "("),
                Map.entry("{\"definition\": {\"max-length\": 1}}", "{key_missing,pattern}"),
                Map.entry(
                        "{\"pattern\": \"\", \"definition\": {\"nonsense\": 1}}",
                        "[nonsense] are not recognised policy settings"),
                Map.entry(
                        "{\"pattern\": \"\", \"definition\": {\"max-length\": -1}}",
                        "-1 is not a valid max-length"),
                Map.entry(
                        "{\"pattern\": \"\", \"definition\": {\"queue-mode\": \"quick\"}}",
                        "quick is not a valid queue-mode"),
                Map.entry("{\"pattern\": \"\", \"definition\": {}}", "no policy provided"));
    }

    @Test
    void a_policy_that_cannot_be_is_refused_with_the_reason() throws Exception {
        for (Map.Entry<String, String> one : wrong().toList()) {
            ManagementClient.Answer answer = api.ask("PUT", "/policies/%2F/wrong", one.getKey());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.response().body())
                    .contains(one.getValue().equals("(") ? "regular expression" : one.getValue());
        }
        assertThat(
                        api.ask(
                                        "PUT",
                                        "/operator-policies/%2F/wrong",
                                        "{\"pattern\": \"\", \"definition\":"
                                                + " {\"dead-letter-exchange\": \"x\"}}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void a_virtual_host_has_queues_of_its_own_and_takes_them_along() throws Exception {
        api.ask("PUT", "/vhosts/staging", "{\"description\": \"d\", \"tags\": [\"t\"]}")
                .expect(201);
        api.ask("PUT", "/queues/staging/orders", "{\"durable\": true}").expect(201);
        api.ask(
                        "PUT",
                        "/queues/staging/stream",
                        "{\"durable\": true, \"arguments\": {\"x-queue-type\": \"stream\"}}")
                .expect(201);
        api.ask("POST", "/bindings/staging/e/amq.topic/q/orders", "{\"routing_key\": \"#\"}")
                .expect(201);
        api.ask(
                        "PUT",
                        "/policies/staging/one",
                        "{\"pattern\": \"\", \"definition\": {\"max-length\": 5}}")
                .expect(201);
        JsonNode queue = api.get("/queues/staging/orders");
        assertThat(queue.path("name").asString()).isEqualTo("orders");
        assertThat(queue.path("policy").asString()).isEqualTo("one");
        JsonNode stream = api.get("/queues/staging/stream");
        assertThat(stream.path("policy").isNull()).isTrue();
        assertThat(stream.path("effective_policy_definition")).isEmpty();
        assertThat(api.get("/vhosts/staging").path("description").asString()).isEqualTo("d");
        assertThat(texts(api.get("/bindings/staging"), "source"))
                .containsExactly("", "", "amq.topic");
        assertThat(api.ask("GET", "/queues/%2F/orders", "").status()).isEqualTo(404);

        api.ask("DELETE", "/vhosts/staging", "").expect(204);
        api.ask("PUT", "/vhosts/staging", "").expect(201);
        assertThat(api.get("/queues/staging").size()).isZero();
        assertThat(api.get("/policies/staging").size()).isZero();
        assertThat(api.ask("DELETE", "/vhosts/%2F", "").status()).isEqualTo(400);
        assertThat(api.ask("GET", "/queues/nowhere", "").status()).isEqualTo(404);
        assertThat(api.ask("PUT", "/queues/nowhere/x", "{}").status()).isEqualTo(404);
    }
}
