package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;

/** docs/mapping.md: what is sent by one protocol arrives by the other with all that it had. */
class MappingTest {
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793";

    private static ApiServer server;
    private static ApiClient api;
    private static SqsClient sqs;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client();
        sqs =
                SqsClient.builder()
                        .endpointOverride(server.uri())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("any", "any")))
                        .build();
    }

    @AfterAll
    static void stop() throws Exception {
        sqs.close();
        api.close();
        server.close();
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static JsonNode receive(String queue) throws Exception {
        return api.post("/v1/queues/" + queue + "/receive", "{\"waitMillis\": 5000}")
                .expect(200)
                .json()
                .at("/messages/0");
    }

    private static Message receiveBySqs(String url) {
        return sqs.receiveMessage(r ->
                        r.queueUrl(url)
                                .waitTimeSeconds(5)
                                .messageAttributeNames("All")
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages()
                .getFirst();
    }

    @Test
    void what_sqs_sends_arrives_over_http() throws Exception {
        String url = sqs.createQueue(q -> q.queueName("from-sqs")).queueUrl();
        String id =
                sqs.sendMessage(m ->
                                m.queueUrl(url)
                                        .messageBody("Grüße")
                                        .messageAttributes(
                                                Map.of(
                                                        "plain", attribute("String", "a"),
                                                        "count", attribute("Number.int", "17"),
                                                        "raw",
                                                                MessageAttributeValue.builder()
                                                                        .dataType("Binary.png")
                                                                        .binaryValue(
                                                                                SdkBytes
                                                                                        .fromUtf8String(
                                                                                                "text too"))
                                                                        .build()))
                                        .messageSystemAttributes(
                                                Map.of(
                                                        MessageSystemAttributeNameForSends
                                                                .AWS_TRACE_HEADER,
                                                        MessageSystemAttributeValue.builder()
                                                                .dataType("String")
                                                                .stringValue(TRACE)
                                                                .build())))
                        .messageId();
        JsonNode message = receive("from-sqs");
        assertThat(message.path("id").asString()).isEqualTo(id);
        assertThat(message.path("body").asString()).isEqualTo("Grüße");
        assertThat(message.at("/headers/plain").asString()).isEqualTo("a");
        assertThat(message.at("/headers/count").asString()).isEqualTo("17");
        assertThat(message.at("/headerTypes/count").asString()).isEqualTo("Number.int");
        assertThat(message.at("/headers/raw/base64").asString()).isEqualTo("dGV4dCB0b28=");
        assertThat(message.at("/headerTypes/raw").asString()).isEqualTo("Binary.png");
        assertThat(message.path("awsTraceHeader").asString()).isEqualTo(TRACE);
    }

    @Test
    void what_http_sends_arrives_over_sqs() throws Exception {
        api.post("/v1/queues", "{\"name\": \"from-http\"}").expect(201);
        JsonNode sent =
                api.post(
                                "/v1/queues/from-http/messages",
                                """
                                {"body": {"n": 1.50}, "headers": {"plain": "a", "count": "17",
                                 "raw": {"base64": "AP8="}}, "headerTypes": {"count": "Number.int"},
                                 "awsTraceHeader": "%s"}\
                                """
                                        .formatted(TRACE))
                        .expect(201)
                        .json();
        String url = sqs.getQueueUrl(q -> q.queueName("from-http")).queueUrl();
        Message message = receiveBySqs(url);
        assertThat(message.messageId()).isEqualTo(sent.path("id").asString());
        assertThat(message.body()).isEqualTo("{\"n\": 1.50}");
        var attributes = message.messageAttributes();
        assertThat(attributes.get("plain")).isEqualTo(attribute("String", "a"));
        assertThat(attributes.get("count")).isEqualTo(attribute("Number.int", "17"));
        MessageAttributeValue raw = Objects.requireNonNull(attributes.get("raw"));
        assertThat(raw.dataType()).isEqualTo("Binary");
        assertThat(raw.binaryValue().asByteArray()).containsExactly(0, -1);
        assertThat(attributes).hasSize(3);
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, TRACE)
                .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
    }

    @Test
    void what_sqs_has_no_word_for_is_among_its_attributes_and_kept() throws Exception {
        api.post("/v1/queues", "{\"name\": \"words\"}").expect(201);
        api.post(
                        "/v1/queues/words/messages",
                        "{\"body\": \"x\", \"priority\": 8, \"expiryMillis\": 600000, \"headers\": {\"odd\": \"\\u0001\"}}")
                .expect(201);
        JsonNode message = receive("words");
        assertThat(message.path("priority").asInt()).isEqualTo(8);
        assertThat(message.path("expiryMillis").asLong()).isEqualTo(600_000);
        api.post("/v1/queues/words/leases/" + message.path("lease").asString() + "/release", "{}")
                .expect(204);
        String url = sqs.getQueueUrl(q -> q.queueName("words")).queueUrl();
        var attributes = receiveBySqs(url).messageAttributes();
        assertThat(attributes)
                .hasSize(3)
                .containsEntry("forebay-priority", attribute("String", "8"))
                .containsEntry("forebay-expiry", attribute("String", "600000"));
        MessageAttributeValue odd = Objects.requireNonNull(attributes.get("odd"));
        assertThat(odd.dataType()).isEqualTo("Binary");
        assertThat(odd.binaryValue().asByteArray()).containsExactly(1);
    }

    @Test
    void groups_are_keys_and_deduplication_is_one() throws Exception {
        String url =
                sqs.createQueue(q ->
                                q.queueName("groups.fifo")
                                        .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
                        .queueUrl();
        sqs.sendMessage(m ->
                m.queueUrl(url)
                        .messageBody("one")
                        .messageGroupId("g1")
                        .messageDeduplicationId("d1"));
        JsonNode repeated =
                api.post(
                                "/v1/queues/groups.fifo/messages",
                                "{\"body\": \"x\", \"key\": \"g1\", \"deduplicationId\": \"d1\"}")
                        .expect(201)
                        .json();
        assertThat(repeated.path("duplicate").asBoolean()).isTrue();
        JsonNode message = receive("groups.fifo");
        assertThat(message.path("key").asString()).isEqualTo("g1");
        assertThat(message.path("deduplicationId").asString()).isEqualTo("d1");
        assertThat(message.path("id")).isEqualTo(repeated.path("id"));
        api.post(
                        "/v1/queues/groups.fifo/messages",
                        "{\"body\": \"two\", \"key\": \"g2\", \"deduplicationId\": \"d2\"}")
                .expect(201);
        Message other = receiveBySqs(url);
        assertThat(other.attributes())
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g2")
                .containsEntry(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, "d2");
    }

    @Test
    void a_dead_letters_history_is_seen_by_both() throws Exception {
        api.post("/v1/queues", "{\"name\": \"grave\"}").expect(201);
        api.post(
                        "/v1/queues",
                        """
                        {"name": "living", "settings": {"deadLetter": {"queue": "grave", "maxAttempts": 1}}}\
                        """)
                .expect(201);
        for (int i = 0; i < 2; i++) {
            api.post("/v1/queues/living/messages", "{\"body\": \"poison\"}").expect(201);
            String lease = receive("living").path("lease").asString();
            api.post("/v1/queues/living/leases/" + lease + "/reject", "{\"reason\": \"bad\"}")
                    .expect(204);
        }
        String url = sqs.getQueueUrl(q -> q.queueName("grave")).queueUrl();
        assertThat(
                        receiveBySqs(url)
                                .attributes()
                                .get(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN))
                .endsWith(":living");
        JsonNode dead = receive("grave").path("deadLetter");
        assertThat(dead.path("queue").asString()).isEqualTo("living");
        assertThat(dead.path("reason").asString()).contains("bad");
    }

    @Test
    void bytes_that_sqs_cannot_carry_reach_it_as_base64() throws Exception {
        api.post("/v1/queues", "{\"name\": \"bytes\"}").expect(201);
        api.post("/v1/queues/bytes/messages", "{\"body\": \"AP/+\", \"bodyEncoding\": \"base64\"}")
                .expect(201);
        api.post("/v1/queues/bytes/messages", "{\"body\": \"a\\u0001b\"}").expect(201);
        String url = sqs.getQueueUrl(q -> q.queueName("bytes")).queueUrl();
        for (String body : new String[] {"AP/+", "YQFi"}) {
            Message message = receiveBySqs(url);
            assertThat(message.body()).isEqualTo(body);
            assertThat(message.messageAttributes().get("forebay-encoding"))
                    .isEqualTo(attribute("String", "base64"));
        }
    }
}
