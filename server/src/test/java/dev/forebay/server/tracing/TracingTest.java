package dev.forebay.server.tracing;

import static dev.forebay.server.tracing.Collector.attributes;
import static dev.forebay.server.tracing.Collector.hex;
import static dev.forebay.server.tracing.Collector.inTrace;
import static dev.forebay.server.tracing.Collector.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.forebay.server.api.ApiClient;
import dev.forebay.server.api.ApiServer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import tools.jackson.databind.JsonNode;

/** Traces of messages through each face, by its own clients, as a collector sees them. */
class TracingTest {
    private static final String PRODUCER = "00f067aa0ba902b7";

    @TempDir private static Path folder;

    private static int traces;
    private static Collector collector;
    private static ApiServer server;
    private static ApiClient api;
    private static SqsClient sqs;

    @BeforeAll
    static void start() throws Exception {
        Path headers = folder.resolve("headers");
        Files.writeString(headers, "Authorization: Bearer secret\n");
        collector = new Collector();
        server =
                new ApiServer(
                        "--otel-endpoint", collector.address(),
                        "--otel-headers-file", headers.toString(),
                        "--otel-sample-percent", "100");
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
        collector.close();
    }

    /** The number of a trace that no other test has. */
    private static String newTrace() {
        traces++;
        return "%032x".formatted(0xF0_0000 + traces);
    }

    private static String parent(String trace) {
        return "00-" + trace + "-" + PRODUCER + "-01";
    }

    private static String queue(String name) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\"}").expect(201);
        return name;
    }

    private static JsonNode receive(String queue, int max) throws Exception {
        return api.post(
                        "/v1/queues/" + queue + "/receive",
                        "{\"max\": %d, \"waitMillis\": 5000}".formatted(max))
                .expect(200)
                .json()
                .path("messages");
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    /** The three spans that a message leaves which is sent, received alone, and settled. */
    private static void isOneTrace(String trace, String queue, String face, String settled) {
        List<Span> spans = collector.await(3, inTrace(trace));

        assertThat(spans)
                .extracting(Span::getName)
                .containsExactlyInAnyOrder(
                        "send " + queue, "receive " + queue, settled + " " + queue);
        assertThat(spans)
                .allSatisfy(span -> {
                    assertThat(hex(span.getParentSpanId().toByteArray())).isEqualTo(PRODUCER);
                    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
                    assertThat(span.getEndTimeUnixNano())
                            .isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
                    assertThat(attributes(span))
                            .contains(
                                    entry("messaging.system", "forebay"),
                                    entry("messaging.destination.name", queue),
                                    entry("messaging.forebay.face", face));
                });
    }

    private static Map<String, Object> told(String trace, String name) {
        return attributes(collector.found(inTrace(trace).and(named(name))).getFirst());
    }

    @Test
    void a_message_of_sqs_leaves_three_spans_in_the_trace_of_its_attribute() {
        String trace = newTrace();
        String url = sqs.createQueue(q -> q.queueName("sqs")).queueUrl();
        String id =
                sqs.sendMessage(m ->
                                m.queueUrl(url)
                                        .messageBody("hello")
                                        .messageAttributes(
                                                Map.of("traceparent", text(parent(trace)))))
                        .messageId();
        Message message = sqs.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();
        sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle()));

        isOneTrace(trace, "sqs", "sqs", "ack");
        assertThat(told(trace, "send sqs"))
                .contains(
                        entry("messaging.operation.name", "send"),
                        entry("messaging.operation.type", "send"),
                        entry("messaging.message.id", id),
                        entry("messaging.message.body.size", 5L));
        assertThat(told(trace, "receive sqs"))
                .contains(
                        entry("messaging.operation.type", "receive"),
                        entry("messaging.message.id", id),
                        entry("messaging.forebay.attempt", 1L));
        assertThat(told(trace, "ack sqs"))
                .contains(
                        entry("messaging.operation.name", "ack"),
                        entry("messaging.operation.type", "settle"));
    }

    @Test
    void the_trace_header_of_aws_is_understood() {
        String trace = newTrace();
        String header =
                "Root=1-%s-%s;Parent=%s;Sampled=1"
                        .formatted(trace.substring(0, 8), trace.substring(8), PRODUCER);
        String url = sqs.createQueue(q -> q.queueName("xray")).queueUrl();
        sqs.sendMessage(m ->
                m.queueUrl(url)
                        .messageBody("hello")
                        .messageSystemAttributes(
                                Map.of(
                                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                                        MessageSystemAttributeValue.builder()
                                                .dataType("String")
                                                .stringValue(header)
                                                .build())));
        Message message = sqs.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();
        sqs.changeMessageVisibility(
                c -> c.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));

        isOneTrace(trace, "xray", "sqs", "release");
    }

    @Test
    void a_message_of_amqp_leaves_three_spans_in_the_trace_of_its_header() throws Exception {
        String trace = newTrace();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(server.amqpPort());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("amqp", true, false, false, null);
            CompletableFuture<Object> received = new CompletableFuture<>();
            channel.basicConsume(
                    "amqp",
                    false,
                    new DefaultConsumer(channel) {
                        @Override
                        public void handleDelivery(
                                String tag,
                                Envelope envelope,
                                AMQP.BasicProperties properties,
                                byte[] body)
                                throws IOException {
                            channel.basicAck(envelope.getDeliveryTag(), false);
                            received.complete(properties.getHeaders().get("traceparent"));
                        }
                    });
            AMQP.BasicProperties properties =
                    new AMQP.BasicProperties.Builder()
                            .headers(Map.of("traceparent", parent(trace)))
                            .build();
            channel.basicPublish("", "amqp", properties, "hello".getBytes(StandardCharsets.UTF_8));

            assertThat(received.get()).hasToString(parent(trace));
            isOneTrace(trace, "amqp", "amqp", "ack");
        }
    }

    @Test
    void the_header_of_an_http_request_goes_with_the_message_and_over_to_sqs() throws Exception {
        String trace = newTrace();
        String queue = queue("http");
        try (ApiClient traced =
                server.client("traceparent", parent(trace), "tracestate", "vendor=1")) {
            traced.post("/v1/queues/http/messages", "{\"body\": \"hello\"}").expect(201);
        }
        JsonNode message = receive(queue, 1).get(0);
        String lease = message.path("lease").asString();

        assertThat(message.at("/headers/traceparent").asString()).isEqualTo(parent(trace));
        assertThat(message.at("/headers/tracestate").asString()).isEqualTo("vendor=1");
        api.post(
                        "/v1/queues/http/settle",
                        "{\"settlements\": [{\"lease\": \"%s\", \"outcome\": \"release\"}]}"
                                .formatted(lease))
                .expect(200);
        isOneTrace(trace, "http", "http", "release");

        String url = sqs.getQueueUrl(q -> q.queueName("http")).queueUrl();
        Message again =
                sqs.receiveMessage(r ->
                                r.queueUrl(url).messageAttributeNames("All").waitTimeSeconds(5))
                        .messages()
                        .getFirst();
        assertThat(again.messageAttributes()).containsEntry("traceparent", text(parent(trace)));
        collector.await(2, inTrace(trace).and(named("receive http")));
    }

    @Test
    void the_header_of_an_sqs_request_goes_with_a_message_that_has_none() throws Exception {
        String trace = newTrace();
        String url = sqs.createQueue(q -> q.queueName("sqs-request")).queueUrl();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.uri() + "/"))
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", "AmazonSQS.SendMessage")
                        .header("traceparent", parent(trace))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"QueueUrl\": \"%s\", \"MessageBody\": \"hello\"}"
                                                .formatted(url)))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }

        assertThat(receive("sqs-request", 1).at("/0/headers/traceparent").asString())
                .isEqualTo(parent(trace));
        assertThat(collector.await(2, inTrace(trace)))
                .extracting(Span::getName)
                .containsExactlyInAnyOrder("send sqs-request", "receive sqs-request");
    }

    @Test
    void a_receive_of_many_is_linked_to_each() throws Exception {
        List<String> all = List.of(newTrace(), newTrace());
        String queue = queue("many");
        api.post(
                        "/v1/queues/many/messages",
                        """
                        {"messages": [{"body": 1, "headers": {"traceparent": "%s"}},
                                      {"body": 2, "headers": {"traceparent": "%s"}}]}
                        """
                                .formatted(parent(all.get(0)), parent(all.get(1))))
                .expect(201);
        JsonNode received = receive(queue, 2);
        api.post(
                        "/v1/queues/many/settle",
                        """
                        {"settlements": [{"lease": "%s", "outcome": "ack"},
                                         {"lease": "%s", "outcome": "ack"}]}
                        """
                                .formatted(
                                        received.at("/0/lease").asString(),
                                        received.at("/1/lease").asString()))
                .expect(200);

        for (String name : List.of("receive many", "ack many")) {
            Span span = collector.await(1, named(name)).getFirst();
            assertThat(span.getParentSpanId().isEmpty()).isTrue();
            assertThat(hex(span.getTraceId().toByteArray())).isNotIn(all);
            assertThat(span.getLinksList())
                    .extracting(link -> hex(link.getTraceId().toByteArray()))
                    .containsExactlyInAnyOrderElementsOf(all);
            assertThat(attributes(span)).contains(entry("messaging.batch.message_count", 2L));
        }
        for (String trace : all) {
            collector.await(1, inTrace(trace).and(named("send many")));
        }
    }

    @Test
    void what_its_sender_does_not_record_leaves_nothing() throws Exception {
        String unrecorded = newTrace();
        String recorded = newTrace();
        String queue = queue("unrecorded");
        for (String parent :
                List.of("00-" + unrecorded + "-" + PRODUCER + "-00", parent(recorded))) {
            try (ApiClient traced = server.client("traceparent", parent)) {
                traced.post("/v1/queues/unrecorded/messages", "{\"body\": 1}").expect(201);
            }
            assertThat(receive(queue, 1).at("/0/headers/traceparent").asString()).isEqualTo(parent);
        }
        collector.await(2, inTrace(recorded));

        assertThat(collector.found(inTrace(unrecorded))).isEmpty();
    }

    @Test
    void a_message_without_a_trace_begins_one_and_carries_it() throws Exception {
        String queue = queue("root");
        api.post("/v1/queues/root/messages", "{\"body\": 1}").expect(201);
        String[] carried = receive(queue, 1).at("/0/headers/traceparent").asString().split("-", -1);

        Span send = collector.await(1, named("send root")).getFirst();
        Span receive = collector.await(1, named("receive root")).getFirst();
        assertThat(carried[1]).isEqualTo(hex(send.getTraceId().toByteArray()));
        assertThat(carried[2]).isEqualTo(hex(send.getSpanId().toByteArray()));
        assertThat(receive.getTraceId()).isEqualTo(send.getTraceId());
        assertThat(receive.getParentSpanId()).isEqualTo(send.getSpanId());
    }

    @Test
    void what_is_refused_says_why() throws Exception {
        String trace = newTrace();
        api.post("/v1/queues", "{\"name\": \"full\", \"settings\": {\"maxDepth\": 1}}").expect(201);
        api.post("/v1/queues/full/messages", "{\"body\": 1}").expect(201);
        try (ApiClient traced = server.client("traceparent", parent(trace))) {
            traced.post("/v1/queues/full/messages", "{\"body\": 2}").expect(429);
        }

        Span span = collector.await(1, inTrace(trace)).getFirst();
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(span)).contains(entry("error.type", "QueueFull"));
    }

    @Test
    void a_change_is_in_the_traces_of_what_it_acks_and_sends() throws Exception {
        String acked = newTrace();
        String sent = newTrace();
        queue("step-1");
        queue("step-2");
        try (ApiClient traced = server.client("traceparent", parent(acked))) {
            traced.post("/v1/queues/step-1/messages", "{\"body\": 1}").expect(201);
        }
        String lease = receive("step-1", 1).at("/0/lease").asString();
        try (ApiClient traced = server.client("traceparent", parent(sent))) {
            traced.post(
                            "/v1/changes",
                            """
                            {"acks": [{"queue": "step-1", "lease": "%s"}],
                             "sends": [{"queue": "step-2", "message": {"body": 2}}]}
                            """
                                    .formatted(lease))
                    .expect(200);
        }

        isOneTrace(acked, "step-1", "http", "ack");
        assertThat(collector.await(1, inTrace(sent)).getFirst().getName()).isEqualTo("send step-2");
    }

    @Test
    void named_subscriptions_are_traced_by_their_names() throws Exception {
        String trace = newTrace();
        queue("read-by-two");
        api.post("/v1/queues/read-by-two/subscriptions", "{\"name\": \"audit\"}").expect(201);
        try (ApiClient traced = server.client("traceparent", parent(trace))) {
            traced.post("/v1/queues/read-by-two/messages", "{\"body\": 1}").expect(201);
        }
        api.post(
                        "/v1/queues/read-by-two/receive",
                        "{\"subscription\": \"audit\", \"waitMillis\": 5000}")
                .expect(200);

        collector.await(2, inTrace(trace));
        assertThat(told(trace, "receive read-by-two"))
                .contains(entry("messaging.destination.subscription.name", "audit"));
    }

    @Test
    void the_collector_is_told_who_tells_it() throws Exception {
        queue("who");
        api.post("/v1/queues/who/messages", "{\"body\": 1}").expect(201);
        collector.await(1, named("send who"));

        assertThat(collector.authorizations).containsOnly("Bearer secret");
        assertThat(collector.resources)
                .allSatisfy(resource ->
                        assertThat(Collector.told(resource.getAttributesList()))
                                .contains(entry("service.name", "forebay"))
                                .containsKey("service.version"));
    }
}
