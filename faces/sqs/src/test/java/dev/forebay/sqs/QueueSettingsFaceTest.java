package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.http.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Queue attributes on their way to the engine's settings and back. */
class QueueSettingsFaceTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private FaceServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = FaceServer.plain();
        http = new Http(server.url());
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    private JsonNode call(String action, Map<String, Object> request) throws Exception {
        return JSON.readTree(http.json(action, JSON.writeValueAsString(request)).body());
    }

    private String create(String name, Map<String, String> attributes) throws Exception {
        return call("CreateQueue", Map.of("QueueName", name, "Attributes", attributes)).toString();
    }

    private JsonNode attributes(String name) throws Exception {
        return call(
                        "GetQueueAttributes",
                        Map.of("QueueUrl", "/queue/" + name, "AttributeNames", List.of("All")))
                .get("Attributes");
    }

    private QueueSettings settings(String name) throws Exception {
        return server.onLane(queues -> queues.find(name).map(QueueInfo::settings).orElseThrow());
    }

    @Test
    void a_plain_queue_begins_as_on_aws() throws Exception {
        create("q", Map.of());
        JsonNode attributes = attributes("q");
        assertThat(attributes.get("VisibilityTimeout").asString()).isEqualTo("30");
        assertThat(attributes.get("MaximumMessageSize").asString()).isEqualTo("1048576");
        assertThat(attributes.get("MessageRetentionPeriod").asString()).isEqualTo("345600");
        assertThat(attributes.get("DelaySeconds").asString()).isEqualTo("0");
        assertThat(attributes.get("ReceiveMessageWaitTimeSeconds").asString()).isEqualTo("0");
        assertThat(attributes.get("SqsManagedSseEnabled").asString()).isEqualTo("true");
        assertThat(attributes.has("FifoQueue")).isFalse();
        assertThat(settings("q").maxLeases()).isEqualTo(120_000);
        assertThat(settings("q").ordering()).isEqualTo(Ordering.NONE);
    }

    @Test
    void a_fifo_queue_is_ordered_by_group_and_deduplicates() throws Exception {
        create(
                "q.fifo",
                Map.of(
                        "FifoQueue", "true",
                        "DeduplicationScope", "messageGroup",
                        "FifoThroughputLimit", "perMessageGroupId"));
        QueueSettings settings = settings("q.fifo");
        assertThat(settings.ordering()).isEqualTo(Ordering.BY_KEY);
        assertThat(settings.maxLeases()).isEqualTo(20_000);
        assertThat(settings.deduplication().map(Deduplication::scope))
                .hasValue(Deduplication.Scope.KEY);
        assertThat(settings.deduplication().map(Deduplication::windowMillis)).hasValue(300_000L);
        assertThat(attributes("q.fifo").get("FifoThroughputLimit").asString())
                .isEqualTo("perMessageGroupId");
    }

    @Test
    void creating_again_compares_what_is_given() throws Exception {
        Map<String, String> delay = Map.of("DelaySeconds", "7");
        assertThat(create("q", delay)).contains("QueueUrl");
        assertThat(create("q", delay)).contains("QueueUrl");
        assertThat(create("q", Map.of())).contains("QueueUrl");
        assertThat(create("q", Map.of("DelaySeconds", "8"))).contains("QueueNameExists");
    }

    @Test
    void a_redrive_policy_needs_a_target_of_its_kind_that_allows_it() throws Exception {
        create("dead", Map.of());
        create("dead.fifo", Map.of("FifoQueue", "true"));
        create("closed", Map.of("RedriveAllowPolicy", "{\"redrivePermission\":\"denyAll\"}"));
        create(
                "picky",
                Map.of(
                        "RedriveAllowPolicy",
                        "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":"
                                + "[\"arn:aws:sqs:us-east-1:000000000000:q\"]}"));
        assertThat(create("a", policy("nowhere", 3))).contains("does not exist");
        assertThat(create("a", policy("dead.fifo", 3))).contains("same type");
        assertThat(create("a", policy("closed", 3))).contains("does not allow");
        assertThat(create("a", policy("picky", 3))).contains("does not allow");
        assertThat(create("a", policy("dead", 0))).contains("maxReceiveCount");
        assertThat(create("a", policy("dead", 1_001))).contains("maxReceiveCount");
        assertThat(create("q", policy("picky", 3))).contains("QueueUrl");
        assertThat(create("p", policy("dead", 3))).contains("QueueUrl");

        assertThat(attributes("p").get("RedrivePolicy").asString())
                .isEqualTo(policy("dead", 3).get("RedrivePolicy"));
        assertThat(call("ListDeadLetterSourceQueues", Map.of("QueueUrl", "/queue/dead")).toString())
                .isEqualTo("{\"queueUrls\":[\"" + server.url() + "/000000000000/p\"]}");

        call(
                "SetQueueAttributes",
                Map.of("QueueUrl", "/queue/p", "Attributes", Map.of("RedrivePolicy", "")));
        assertThat(settings("p").deadLetter()).isEmpty();
    }

    private static Map<String, String> policy(String target, int receives) {
        return Map.of(
                "RedrivePolicy",
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:%s\",\"maxReceiveCount\":%d}"
                        .formatted(target, receives));
    }

    @Test
    void attributes_without_meaning_here_are_kept_and_returned() throws Exception {
        Map<String, String> given =
                Map.of(
                        "Policy",
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}",
                        "KmsMasterKeyId", "alias/aws/sqs",
                        "KmsDataKeyReusePeriodSeconds", "300",
                        "SqsManagedSseEnabled", "false");
        create("q", given);
        JsonNode attributes = attributes("q");
        given.forEach(
                (name, value) -> assertThat(attributes.get(name).asString()).isEqualTo(value));
    }

    @Test
    void what_xml_cannot_hold_is_not_kept() throws Exception {
        call("CreateQueue", Map.of("QueueName", "q"));
        for (String bad : List.of("\u0001", "\ufffe", "\uffff")) {
            for (String attribute : List.of("Policy", "KmsMasterKeyId")) {
                JsonNode refused =
                        call(
                                "SetQueueAttributes",
                                Map.of(
                                        "QueueUrl",
                                        "/queue/q",
                                        "Attributes",
                                        Map.of(attribute, bad)));
                assertThat(refused.get("__type").asString()).contains("InvalidAttributeValue");
            }
            for (Map<String, String> tags : List.of(Map.of(bad, "v"), Map.of("k", bad))) {
                JsonNode refused = call("TagQueue", Map.of("QueueUrl", "/queue/q", "Tags", tags));
                assertThat(refused.get("__type").asString()).contains("InvalidParameterValue");
            }
        }
    }

    @Test
    void tags_are_merged_and_removed() throws Exception {
        call("CreateQueue", Map.of("QueueName", "q", "tags", Map.of("a", "1")));
        call("TagQueue", Map.of("QueueUrl", "/queue/q", "Tags", Map.of("b", "2", "c", "3")));
        call("UntagQueue", Map.of("QueueUrl", "/queue/q", "TagKeys", List.of("a", "x")));
        assertThat(call("ListQueueTags", Map.of("QueueUrl", "/queue/q")).get("Tags").toString())
                .contains("\"b\":\"2\"", "\"c\":\"3\"")
                .doesNotContain("\"a\"");
    }

    @Test
    void queues_appear_on_first_use_where_the_settings_say_so() throws Exception {
        SqsSettings creating =
                new SqsSettings("eu-north-1", SqsSettings.MissingQueues.CREATE, 5, 6);
        try (FaceServer generous = new FaceServer(creating, Limits.defaults());
                Http client = new Http(generous.url())) {
            assertThat(
                            client.json(
                                            "SendMessage",
                                            "{\"QueueUrl\":\"/queue/new\",\"MessageBody\":\"x\"}")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(
                            client.json("ReceiveMessage", "{\"QueueUrl\":\"/queue/new.fifo\"}")
                                    .statusCode())
                    .isEqualTo(200);
            QueueSettings fifo =
                    generous.onLane(queues ->
                            queues.find("new.fifo").map(QueueInfo::settings).orElseThrow());
            assertThat(fifo.ordering()).isEqualTo(Ordering.BY_KEY);
            assertThat(fifo.maxLeases()).isEqualTo(6);
        }
    }
}
