package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/mapping.md, its column of AMQP: what is sent by one protocol arrives by the others. */
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
        return new AMQP.BasicProperties.Builder()
                .contentType("text/plain")
                .correlationId("c-1")
                .replyTo("answers")
                .messageId("m-1")
                .type("greeting")
                .appId("app")
                .priority(7)
                .headers(Map.of("colour", "blau", "count", 17))
                .build();
    }

    @Test
    void what_amqp_sends_arrives_over_http() throws Exception {
        publish("to-http", full(), "Grüße".getBytes(UTF_8));
        JsonNode message = receive("to-http");
        assertThat(message.path("body").asString()).isEqualTo("Grüße");
        assertThat(message.path("priority").asInt()).isEqualTo(7);
        JsonNode headers = message.path("headers");
        assertThat(headers.path("content-type").asString()).isEqualTo("text/plain");
        assertThat(headers.path("correlation-id").asString()).isEqualTo("c-1");
        assertThat(headers.path("reply-to").asString()).isEqualTo("answers");
        assertThat(headers.path("message-id").asString()).isEqualTo("m-1");
        assertThat(headers.path("type").asString()).isEqualTo("greeting");
        assertThat(headers.path("app-id").asString()).isEqualTo("app");
        assertThat(headers.path("colour").asString()).isEqualTo("blau");
        assertThat(headers.has("count")).isFalse();
        assertThat(headers.toString()).doesNotContain("forebay-");
    }

    @Test
    void what_amqp_sends_arrives_over_sqs() throws Exception {
        publish("to-sqs", full(), "Grüße".getBytes(UTF_8));
        String url = sqs.getQueueUrl(q -> q.queueName("to-sqs")).queueUrl();
        Message message =
                sqs.receiveMessage(r ->
                                r.queueUrl(url).waitTimeSeconds(5).messageAttributeNames("All"))
                        .messages()
                        .getFirst();
        assertThat(message.body()).isEqualTo("Grüße");
        assertThat(message.messageAttributes())
                .hasEntrySatisfying(
                        "colour", value -> assertThat(value.stringValue()).isEqualTo("blau"))
                .hasEntrySatisfying(
                        "correlation-id",
                        value -> assertThat(value.stringValue()).isEqualTo("c-1"));
        sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle()));
        assertThat(channel.queueDeclarePassive("to-sqs").getMessageCount()).isZero();
    }

    @Test
    void what_http_sends_arrives_over_amqp() throws Exception {
        post("/v1/queues", "{\"name\": \"from-http\"}");
        JsonNode sent =
                post(
                        "/v1/queues/from-http/messages",
                        """
                        {"body": "Grüße", "priority": 8, "headers": {"correlation-id": "c-2",
                         "plain": "a", "raw": {"base64": "AP8="}}}\
                        """);
        Delivery delivery = consume("from-http");
        assertThat(new String(delivery.getBody(), UTF_8)).isEqualTo("Grüße");
        assertThat(delivery.getEnvelope().getExchange()).isEmpty();
        assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo("from-http");
        AMQP.BasicProperties properties = delivery.getProperties();
        assertThat(properties.getMessageId()).isEqualTo(sent.path("id").asString());
        assertThat(properties.getCorrelationId()).isEqualTo("c-2");
        assertThat(properties.getPriority()).isEqualTo(8);
        assertThat(properties.getTimestamp()).isNotNull();
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getHeaders().get("plain")).hasToString("a");
        assertThat(properties.getHeaders().get("raw")).isEqualTo(new byte[] {0, (byte) 0xFF});
    }

    @Test
    void what_sqs_sends_arrives_over_amqp() throws Exception {
        String url = sqs.createQueue(q -> q.queueName("from-sqs")).queueUrl();
        String id =
                sqs.sendMessage(m ->
                                m.queueUrl(url)
                                        .messageBody("Grüße")
                                        .messageAttributes(
                                                Map.of(
                                                        "plain",
                                                        MessageAttributeValue.builder()
                                                                .dataType("String")
                                                                .stringValue("a")
                                                                .build(),
                                                        "raw",
                                                        MessageAttributeValue.builder()
                                                                .dataType("Binary")
                                                                .binaryValue(
                                                                        SdkBytes.fromByteArray(
                                                                                new byte[] {-1}))
                                                                .build())))
                        .messageId();
        channel.queueDeclare("from-sqs", true, false, false, null);
        Delivery delivery = consume("from-sqs");
        assertThat(new String(delivery.getBody(), UTF_8)).isEqualTo("Grüße");
        assertThat(delivery.getProperties().getMessageId()).isEqualTo(id);
        Map<String, Object> headers = delivery.getProperties().getHeaders();
        assertThat(headers.get("plain")).hasToString("a");
        assertThat(headers.get("raw")).isEqualTo(new byte[] {-1});
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
}
