package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.InvalidAddressException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/mapping.md, its column of AMQP: what is sent by one protocol arrives by the others. */
@SuppressWarnings("JavaUtilDate") // as the client's properties have it
class AmqpMappingTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static AmqpServer server;
    private static HttpClient http;
    private static SqsClient sqs;
    private static Channel channel;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        channel = server.channel();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        sqs =
                SqsClient.builder()
                        .endpointOverride(server.http())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("any", "any")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
    }

    @AfterAll
    static void stop() throws Exception {
        sqs.close();
        http.close();
        server.close();
    }

    private static JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(server.http().resolve(path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static JsonNode receive(String queue) throws Exception {
        return post("/v1/queues/" + queue + "/receive", "{\"waitMillis\": 5000}").at("/messages/0");
    }

    private static Delivery consume(String queue) throws Exception {
        Channel consuming = server.channel();
        Inbox inbox = new Inbox(consuming);
        consuming.basicConsume(queue, true, inbox);
        return inbox.next();
    }

    /** The next message of a queue, which the channel keeps until it settles it. */
    private static Delivery taken(String queue) throws Exception {
        GetResponse got = await().until(() -> channel.basicGet(queue, false), Objects::nonNull);
        return new Delivery(got.getEnvelope(), got.getProps(), got.getBody());
    }

    private static void publish(String queue, AMQP.BasicProperties properties, byte[] body)
            throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        channel.confirmSelect();
        channel.basicPublish("", queue, properties, body);
        channel.waitForConfirmsOrDie(20_000);
    }

    private static AMQP.BasicProperties full() {
        Map<String, Object> headers = new HashMap<>();
        headers.put("colour", "blau");
        headers.put("count", 17);
        headers.put("ratio", 0.5);
        headers.put("urgent", true);
        headers.put("raw", new byte[] {-1});
        headers.put("at", Date.from(Instant.ofEpochSecond(1_234_567_890)));
        headers.put("tree", Map.of("leaves", List.of(1, "two")));
        headers.put("nothing", null);
        return new AMQP.BasicProperties.Builder()
                .contentType("text/plain")
                .contentEncoding("utf-8")
                .deliveryMode(1)
                .correlationId("c-1")
                .replyTo("answers")
                .expiration("600000")
                .messageId("m-1")
                .timestamp(Date.from(Instant.ofEpochSecond(1_000_000_000)))
                .type("greeting")
                .userId("guest")
                .appId("app")
                .clusterId("cluster")
                .priority(7)
                .headers(headers)
                .build();
    }

    /** What other faces are told of {@link #full}, but for bytes. */
    private static final Map<String, String> TOLD =
            Map.ofEntries(
                    Map.entry("content-type", "text/plain"),
                    Map.entry("content-encoding", "utf-8"),
                    Map.entry("delivery-mode", "1"),
                    Map.entry("correlation-id", "c-1"),
                    Map.entry("reply-to", "answers"),
                    Map.entry("message-id", "m-1"),
                    Map.entry("timestamp", "1000000000"),
                    Map.entry("type", "greeting"),
                    Map.entry("user-id", "guest"),
                    Map.entry("app-id", "app"),
                    Map.entry("cluster-id", "cluster"),
                    Map.entry("colour", "blau"),
                    Map.entry("count", "17"),
                    Map.entry("ratio", "0.5"),
                    Map.entry("urgent", "true"),
                    Map.entry("at", "1234567890"),
                    Map.entry("tree", "{\"leaves\":[1,\"two\"]}"),
                    Map.entry("nothing", "null"));

    /** And of what kind that is, where it is no text. */
    private static final Map<String, String> TYPES =
            Map.of(
                    "delivery-mode", "Number",
                    "timestamp", "Number.timestamp",
                    "count", "Number",
                    "ratio", "Number",
                    "urgent", "String.boolean",
                    "raw", "Binary",
                    "at", "Number.timestamp",
                    "tree", "String.json",
                    "nothing", "String.json");

    /** Publishes it through an exchange. */
    private static void publishFull(String queue) throws Exception {
        channel.exchangeDeclare("mapped", "topic", true);
        channel.queueDeclare(queue, true, false, false, null);
        channel.queueBind(queue, "mapped", "any." + queue);
        channel.confirmSelect();
        channel.basicPublish("mapped", "any." + queue, full(), "Grüße".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
    }

    @Test
    void what_amqp_sends_arrives_over_http() throws Exception {
        publishFull("to-http");
        JsonNode message = receive("to-http");
        assertThat(message.path("body").asString()).isEqualTo("Grüße");
        assertThat(message.path("priority").asInt()).isEqualTo(7);
        assertThat(message.path("expiryMillis").asLong()).isEqualTo(600_000);
        assertThat(message.path("exchange").asString()).isEqualTo("mapped");
        assertThat(message.path("routingKey").asString()).isEqualTo("any.to-http");
        JsonNode headers = message.path("headers");
        TOLD.forEach(
                (name, text) -> assertThat(headers.path(name).asString()).as(name).isEqualTo(text));
        assertThat(headers.at("/raw/base64").asString()).isEqualTo("/w==");
        assertThat(headers.size()).isEqualTo(TOLD.size() + 1);
        JsonNode types = message.path("headerTypes");
        TYPES.forEach(
                (name, type) -> assertThat(types.path(name).asString()).as(name).isEqualTo(type));
        assertThat(types.size()).isEqualTo(TYPES.size());
    }

    private static Message receiveBySqs(String queue) {
        String url = sqs.getQueueUrl(q -> q.queueName(queue)).queueUrl();
        return sqs.receiveMessage(
                        r -> r.queueUrl(url).waitTimeSeconds(5).messageAttributeNames("All"))
                .messages()
                .getFirst();
    }

    @Test
    void what_amqp_sends_arrives_over_sqs() throws Exception {
        publishFull("to-sqs");
        Message message = receiveBySqs("to-sqs");
        assertThat(message.body()).isEqualTo("Grüße");
        Map<String, String> texts = new HashMap<>(TOLD);
        texts.put("forebay-priority", "7");
        texts.put("forebay-expiry", "600000");
        texts.put("forebay-amqp-exchange", "mapped");
        texts.put("forebay-amqp-routing-key", "any.to-sqs");
        Map<String, MessageAttributeValue> attributes = new HashMap<>(message.messageAttributes());
        assertThat(attributes.remove("raw"))
                .isEqualTo(
                        MessageAttributeValue.builder()
                                .dataType("Binary")
                                .binaryValue(SdkBytes.fromByteArray(new byte[] {-1}))
                                .build());
        assertThat(attributes).hasSize(texts.size());
        texts.forEach((name, text) ->
                assertThat(attributes.get(name))
                        .isEqualTo(attribute(TYPES.getOrDefault(name, "String"), text)));
        String url = sqs.getQueueUrl(q -> q.queueName("to-sqs")).queueUrl();
        sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle()));
        assertThat(channel.queueDeclarePassive("to-sqs").getMessageCount()).isZero();
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    @Test
    void what_xml_cannot_say_reaches_sqs_as_bytes() throws Exception {
        publish(
                "no-xml",
                new AMQP.BasicProperties.Builder()
                        .correlationId("c\u0001")
                        .headers(Map.of("odd", "\uFFFF", "na\u0001me", "text"))
                        .build(),
                "Grüße".getBytes(UTF_8));
        HttpResponse<InputStream> answer =
                http.send(
                        HttpRequest.newBuilder(server.http())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "Action=ReceiveMessage&Version=2012-11-05&VisibilityTimeout=0"
                                                        + "&MessageAttributeName.1=All&QueueUrl="
                                                        + server.http()
                                                                .resolve("/000000000000/no-xml")))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        Document xml =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(answer.body());
        assertThat(xml.getElementsByTagName("BinaryValue").getLength()).isEqualTo(2);
        // The client compares the digest of the attributes with what it got.
        Map<String, MessageAttributeValue> attributes = receiveBySqs("no-xml").messageAttributes();
        assertThat(attributes)
                .containsOnlyKeys("correlation-id", "odd", "na\uFFFDme")
                .containsEntry("na\uFFFDme", attribute("String", "text"));
        assertThat(attributes)
                .extractingByKeys("correlation-id", "odd")
                .extracting(MessageAttributeValue::dataType)
                .containsOnly("Binary");
        assertThat(attributes)
                .extractingByKey("odd")
                .extracting(odd -> odd.binaryValue().asString(UTF_8))
                .isEqualTo("\uFFFF");
    }

    @Test
    void headers_beyond_a_frame_arrive_without_the_largest_which_is_named() throws Exception {
        String url = sqs.createQueue(q -> q.queueName("large-header")).queueUrl();
        sqs.sendMessage(m ->
                m.queueUrl(url)
                        .messageBody("whole")
                        .messageAttributes(
                                Map.of(
                                        "large", attribute("String", "v".repeat(200_000)),
                                        "small", attribute("String", "s"))));
        Map<String, Object> headers = taken("large-header").getProperties().getHeaders();
        assertThat(headers).containsOnlyKeys("small", "x-forebay-left-out");
        assertThat((List<?>) headers.get("x-forebay-left-out")).hasToString("[large]");
    }

    @Test
    void delays_and_places_are_told_by_both() throws Exception {
        channel.exchangeDeclare(
                "later", "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
        channel.queueDeclare("delayed", true, false, false, null);
        channel.queueBind("delayed", "later", "key");
        channel.confirmSelect();
        channel.basicPublish(
                "later",
                "key",
                new AMQP.BasicProperties.Builder().headers(Map.of("x-delay", "90000")).build(),
                "later".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        JsonNode scheduled = get("/v1/queues/delayed/scheduled").at("/messages/0");
        assertThat(scheduled.at("/headers/x-delay").asString()).isEqualTo("90000");
        assertThat(
                        Duration.between(
                                Instant.parse(scheduled.path("sentAt").asString()),
                                Instant.parse(scheduled.path("deliverAt").asString())))
                .isBetween(Duration.ofSeconds(89), Duration.ofSeconds(91));
        post("/v1/queues/delayed/messages", "{\"body\": \"soon\", \"delayMillis\": 200}");
        assertThat(consume("delayed").getBody()).asString().isEqualTo("soon");

        channel.queueDeclare("places", true, false, false, Map.of("x-queue-type", "stream"));
        channel.basicPublish("", "places", null, "first".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        JsonNode sent = post("/v1/queues/places/messages", "{\"body\": \"second\"}");
        Channel reading = server.channel();
        reading.basicQos(10);
        Inbox inbox = new Inbox(reading);
        reading.basicConsume("places", false, Map.of("x-stream-offset", "first"), inbox);
        JsonNode browsed = get("/v1/queues/places/messages").path("messages");
        for (int i = 0; i < 2; i++) {
            assertThat(inbox.next().getProperties().getHeaders())
                    .containsEntry("x-stream-offset", browsed.get(i).path("offset").asLong());
        }
        assertThat(browsed.get(1).path("offset")).isEqualTo(sent.path("offset"));
    }

    @Test
    void what_http_sends_arrives_over_amqp() throws Exception {
        post("/v1/queues", "{\"name\": \"from-http\"}");
        JsonNode sent =
                post(
                        "/v1/queues/from-http/messages",
                        """
                        {"body": "Grüße", "priority": 8, "expiryMillis": 600000, "key": "k", "awsTraceHeader": "Root=1",
                         "deduplicationId": "d", "headers": {"correlation-id": {"base64": "//4="},
                         "content-type": "text/plain", "content-encoding": "utf-8", "reply-to": "answers", "type": "t", "app-id": "app",
                         "cluster-id": "cluster", "timestamp": "1000000000", "delivery-mode": "1",
                         "user-id": "not checked", "plain": "a", "raw": {"base64": "AP8="},
                         "several": ["a", "b"], "count": "17", "ratio": "0.5", "large": "1e400", "urgent": "true"},
                         "headerTypes": {"count": "Number", "ratio": "Number", "large": "Number", "urgent": "String.boolean"}}\
                        """);
        Delivery delivery = consume("from-http");
        assertThat(new String(delivery.getBody(), UTF_8)).isEqualTo("Grüße");
        assertThat(delivery.getEnvelope().getExchange()).isEmpty();
        assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo("from-http");
        Map<String, Object> headers = new HashMap<>(delivery.getProperties().getHeaders());
        // What the client makes of bytes that are no text.
        assertThat(delivery.getProperties().builder().headers(null).build())
                .isEqualTo(
                        new AMQP.BasicProperties.Builder()
                                .contentType("text/plain")
                                .contentEncoding("utf-8")
                                .deliveryMode(1)
                                .priority(8)
                                .correlationId("\uFFFD\uFFFD")
                                .replyTo("answers")
                                .expiration("600000")
                                .messageId(sent.path("id").asString())
                                .timestamp(Date.from(Instant.ofEpochSecond(1_000_000_000)))
                                .type("t")
                                .appId("app")
                                .clusterId("cluster")
                                .build());
        assertThat(headers.remove("raw")).isEqualTo(new byte[] {0, -1});
        assertThat((List<?>) headers.remove("several")).hasToString("[a, b]");
        headers.replaceAll(
                (_, value) -> value instanceof LongString text ? text.toString() : value);
        assertThat(headers)
                .isEqualTo(
                        Map.of(
                                "user-id", "not checked",
                                "plain", "a",
                                "count", 17L,
                                "ratio", 0.5,
                                "large", "1e400",
                                "urgent", true,
                                "forebay-key", "k",
                                "forebay-sqs-trace", "Root=1",
                                "forebay-deduplication-id", "d"));
    }

    @Test
    void what_is_neither_sent_nor_told_is_the_servers() throws Exception {
        post("/v1/queues", "{\"name\": \"bare-http\"}");
        JsonNode sent = post("/v1/queues/bare-http/messages", "{\"body\": \"bare\"}");
        AMQP.BasicProperties properties = consume("bare-http").getProperties();
        assertThat(properties.getMessageId()).isEqualTo(sent.path("id").asString());
        assertThat(properties.getTimestamp()).isNotNull();
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getHeaders()).isNull();
    }

    @Test
    void what_sqs_sends_arrives_over_amqp() throws Exception {
        String url = sqs.createQueue(q -> q.queueName("from-sqs")).queueUrl();
        MessageAttributeValue bytes =
                MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromUtf8String("text too"))
                        .build();
        String id =
                sqs.sendMessage(m ->
                                m.queueUrl(url)
                                        .messageBody("Grüße")
                                        .messageAttributes(
                                                Map.of(
                                                        "plain", attribute("String", "a"),
                                                        "count", attribute("Number.int", "17"),
                                                        "at",
                                                                attribute(
                                                                        "Number.timestamp",
                                                                        "1234567890"),
                                                        "reply-to", attribute("String", "answers"),
                                                        "raw", bytes,
                                                        "forebay-amqp-properties", bytes)))
                        .messageId();
        channel.queueDeclare("from-sqs", true, false, false, null);
        Delivery delivery = consume("from-sqs");
        assertThat(new String(delivery.getBody(), UTF_8)).isEqualTo("Grüße");
        assertThat(delivery.getProperties().getMessageId()).isEqualTo(id);
        assertThat(delivery.getProperties().getReplyTo()).isEqualTo("answers");
        Map<String, Object> headers = delivery.getProperties().getHeaders();
        assertThat(headers.get("plain")).hasToString("a");
        assertThat(headers)
                .hasSize(4)
                .containsEntry("count", 17L)
                .containsEntry("at", Date.from(Instant.ofEpochSecond(1_234_567_890)));
        assertThat(headers.get("raw")).isEqualTo("text too".getBytes(UTF_8));
    }

    @Test
    void a_dead_letter_tells_its_history_in_every_face() throws Exception {
        channel.queueDeclare("graves", true, false, false, null);
        channel.queueDeclare(
                "lives",
                true,
                false,
                false,
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "graves"));
        publishBad("lives");
        long tag = channel.basicGet("lives", false).getEnvelope().getDeliveryTag();
        channel.basicReject(tag, false);
        JsonNode message = receive("graves");
        assertThat(message.at("/deadLetter/queue").asString()).isEqualTo("lives");
        assertThat(message.at("/deadLetter/reason").asString()).contains("rejected");
    }

    private static void reject(String queue) throws Exception {
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        channel.basicReject(tag, false);
        // Its answer says that the message has moved.
        channel.queueDeclarePassive(queue);
    }

    private static void redriven(String queue, String wish) throws Exception {
        String path = "/v1/queues/" + queue + "/redrives";
        int number = post(path, wish).path("redrive").asInt();
        await().until(() -> get(path + "/" + number).path("moved").asInt() == 1);
    }

    private static JsonNode get(String path) throws Exception {
        return JSON.readTree(
                http.send(
                                HttpRequest.newBuilder(server.http().resolve(path)).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    @Test
    void who_consumes_over_amqp_is_a_consumer_as_long_as_he_does_also_without_credit()
            throws Exception {
        channel.queueDeclare("no-credit", true, false, false, null);
        publish("uses-it-up", new AMQP.BasicProperties(), new byte[1]);
        Channel consuming = server.channel();
        consuming.basicQos(1, true);
        Inbox inbox = new Inbox(consuming);
        consuming.basicConsume("uses-it-up", false, inbox);
        inbox.next();
        String tag = consuming.basicConsume("no-credit", false, new Inbox(consuming));
        assertThat(get("/v1/queues/no-credit/consumers").at("/consumers/0/face").asString())
                .isEqualTo("amqp");
        consuming.basicCancel(tag);
    }

    @Test
    void what_sqs_sends_dies_by_amqps_exchange_and_comes_back_by_a_redrive() throws Exception {
        channel.exchangeDeclare("sqs-dlx", "topic", true);
        for (String grave : List.of("sqs-grave-1", "sqs-grave-2")) {
            channel.queueDeclare(grave, true, false, false, null);
            channel.queueBind(grave, "sqs-dlx", "sqs-source");
        }
        channel.queueDeclare(
                "sqs-source", true, false, false, Map.of("x-dead-letter-exchange", "sqs-dlx"));
        String url = sqs.getQueueUrl(q -> q.queueName("sqs-source")).queueUrl();
        String id = sqs.sendMessage(m -> m.queueUrl(url).messageBody("bad")).messageId();
        reject("sqs-source");
        Delivery dead = consume("sqs-grave-2");
        assertThat(dead.getProperties().getMessageId()).isEqualTo(id);
        assertThat(dead.getEnvelope().getExchange()).isEqualTo("sqs-dlx");
        assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("sqs-source");
        assertThat(dead.getProperties().getHeaders().get("x-last-death-queue"))
                .hasToString("sqs-source");
        redriven("sqs-grave-1", "{}");
        Message back =
                sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).messages().getFirst();
        assertThat(back.messageId()).isEqualTo(id);
        assertThat(back.body()).isEqualTo("bad");
    }

    @Test
    void what_died_by_a_redrive_policy_of_sqs_expires_no_more() throws Exception {
        sqs.createQueue(q -> q.queueName("policy-grave"));
        String policy =
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:policy-grave\","
                        + "\"maxReceiveCount\":\"5\"}";
        sqs.createQueue(q ->
                q.queueName("policy-source")
                        .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
        AMQP.BasicProperties expiring =
                new AMQP.BasicProperties.Builder().expiration("600000").type("order").build();
        channel.basicPublish("", "policy-source", expiring, new byte[1]);
        reject("policy-source");
        Delivery dead = taken("policy-grave");
        assertThat(dead.getProperties().getType()).isEqualTo("order");
        assertThat(dead.getProperties().getExpiration()).isNull();
    }

    @Test
    void what_other_faces_call_cc_is_a_header_like_others_when_a_message_dies() throws Exception {
        channel.queueDeclare("cc-dead", true, false, false, null);
        channel.queueDeclare(
                "cc-source",
                true,
                false,
                false,
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "cc-dead"));
        String url = sqs.getQueueUrl(q -> q.queueName("cc-source")).queueUrl();
        sqs.sendMessage(m ->
                m.queueUrl(url)
                        .messageBody("bad")
                        .messageAttributes(
                                Map.of(
                                        "CC",
                                        MessageAttributeValue.builder()
                                                .dataType("String")
                                                .stringValue("boss@example.org")
                                                .build())));
        reject("cc-source");
        post(
                "/v1/queues/cc-source/messages",
                "{\"body\": \"late\", \"headers\": {\"BCC\": \"x\"}, \"expiryMillis\": 1}");
        assertThat(List.of(taken("cc-dead"), taken("cc-dead")))
                .extracting(dead -> String.valueOf(dead.getProperties().getHeaders().get("CC")))
                .containsExactlyInAnyOrder("boss@example.org", "null");
    }

    @Test
    void what_a_redrive_edits_arrives_edited_over_amqp() throws Exception {
        channel.queueDeclare("edit-dead", true, false, false, null);
        channel.queueDeclare(
                "edit-source",
                true,
                false,
                false,
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "edit-dead"));
        channel.confirmSelect();
        channel.basicPublish("", "edit-source", full(), "bad".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        reject("edit-source");
        redriven(
                "edit-dead",
                """
                {"edit": {"setHeaders": {"colour": "rot", "type": "farewell", "CC": "me"}, "body": "good"}}\
                """);
        Delivery back = taken("edit-source");
        assertThat(new String(back.getBody(), UTF_8)).isEqualTo("good");
        assertThat(back.getProperties().getType()).isEqualTo("farewell");
        assertThat(back.getProperties().getCorrelationId()).isEqualTo("c-1");
        assertThat(back.getProperties().getHeaders().get("colour")).hasToString("rot");
        assertThat(back.getProperties().getHeaders()).containsEntry("count", 17);
        channel.basicReject(back.getEnvelope().getDeliveryTag(), false);
        Delivery dead = consume("edit-dead");
        assertThat(dead.getProperties().getHeaders().get("CC")).hasToString("me");
    }

    private static void publishBad(String queue) throws Exception {
        channel.confirmSelect();
        channel.basicPublish("", queue, null, "bad".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
    }

    @Test
    void the_url_of_a_queue_leads_to_that_queue_whatever_its_name() throws Exception {
        server.vhost("staging");
        try (Connection staging = server.factory("guest", "staging").newConnection()) {
            staging.createChannel().queueDeclare("orders3", true, false, false, null);
        }
        List<String> local =
                List.of("orders3", "tasks/orders3", "tasks%2Forders3", "dotted.name", "é+ ü");
        for (String name : local) {
            channel.queueDeclare(name, true, false, false, null);
        }
        List<String> names = new ArrayList<>(local);
        names.add("@staging/orders3");

        for (String name : names) {
            sqs.sendMessage(send -> send.queueUrl(url(name)).messageBody(name));
        }
        for (String name : names) {
            assertThat(sqs.receiveMessage(receive -> receive.queueUrl(url(name))).messages())
                    .extracting(Message::body)
                    .containsExactly(name);
        }
        assertThat(sqs.listQueuesPaginator(list -> list.maxResults(2)).queueUrls())
                .containsAll(names.stream().map(AmqpMappingTest::url).toList());
    }

    private static String url(String name) {
        return sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/000000000000/tasks/kept",
                "/000000000000/@staging/kept",
                "/@staging/kept",
                "/000000000000/%6Bept",
                "/000000000000/",
                "//kept",
                "kept"
            })
    void a_url_of_another_form_leads_to_no_queue(String path) throws Exception {
        String kept = sqs.createQueue(create -> create.queueName("kept")).queueUrl();

        assertThatThrownBy(() -> sqs.deleteQueue(delete -> delete.queueUrl(server.http() + path)))
                .isInstanceOf(InvalidAddressException.class);
        assertThatThrownBy(() -> sqs.deleteQueue(delete -> delete.queueUrl(path)))
                .isInstanceOf(InvalidAddressException.class);

        assertThat(sqs.listQueues().queueUrls()).contains(kept);
    }
}
