package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.SettleResult;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine's findings become in SQS' words. */
class SettlementFaceTest {
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

    static Stream<Arguments> results() {
        SettleResult full = new SettleResult.Refused(new Refusal.DiskFull());
        return Stream.of(
                Arguments.of("q", "DeleteMessage", new SettleResult.Done(), "none"),
                Arguments.of("q", "DeleteMessage", new SettleResult.AlreadySettled(), "none"),
                Arguments.of(
                        "q",
                        "DeleteMessage",
                        new SettleResult.LeaseEnded(),
                        "InvalidParameterValue"),
                Arguments.of("q", "DeleteMessage", new SettleResult.LeasedAnew(), "none"),
                Arguments.of(
                        "q.fifo",
                        "DeleteMessage",
                        new SettleResult.LeaseEnded(),
                        "InvalidParameterValue"),
                Arguments.of(
                        "q", "DeleteMessage", new SettleResult.Unknown(), "ReceiptHandleIsInvalid"),
                Arguments.of("q", "DeleteMessage", full, "ServiceUnavailable"),
                Arguments.of("q", "ChangeMessageVisibility", new SettleResult.Done(), "none"),
                Arguments.of(
                        "q",
                        "ChangeMessageVisibility",
                        new SettleResult.AlreadySettled(),
                        "InvalidParameterValue"),
                Arguments.of(
                        "q",
                        "ChangeMessageVisibility",
                        new SettleResult.LeaseEnded(),
                        "AWS.SimpleQueueService.MessageNotInflight"),
                Arguments.of(
                        "q.fifo",
                        "ChangeMessageVisibility",
                        new SettleResult.LeasedAnew(),
                        "InvalidParameterValue"),
                Arguments.of(
                        "q",
                        "ChangeMessageVisibility",
                        new SettleResult.TooLong(1_000),
                        "InvalidParameterValue"),
                Arguments.of("q", "ChangeMessageVisibility", full, "ServiceUnavailable"));
    }

    @ParameterizedTest
    @MethodSource("results")
    void a_settlement_is_answered(String queue, String action, SettleResult result, String expected)
            throws Exception {
        String handle = delivered(queue);
        server.onLane(queues -> queues.nextSettle = Optional.of(result));
        HttpResponse<String> one =
                http.json(
                        action,
                        "{\"QueueUrl\":\"/queue/%s\",\"VisibilityTimeout\":5,\"ReceiptHandle\":\"%s\"}"
                                .formatted(queue, handle));
        assertThat(one.headers().firstValue("x-amzn-query-error").orElse("none"))
                .startsWith(expected);

        server.onLane(queues -> queues.nextSettle = Optional.of(result));
        HttpResponse<String> batch =
                http.json(
                        action + "Batch",
                        ("{\"QueueUrl\":\"/queue/%s\",\"Entries\":[{\"Id\":\"a\",\"VisibilityTimeout\":5,"
                                        + "\"ReceiptHandle\":\"%s\"}]}")
                                .formatted(queue, handle));
        assertThat(batch.statusCode()).isEqualTo(200);
        if (expected.equals("none")) {
            assertThat(batch.body()).isEqualTo("{\"Successful\":[{\"Id\":\"a\"}],\"Failed\":[]}");
        } else {
            assertThat(batch.body()).contains("\"Successful\":[]", "\"Code\":\"" + expected + "\"");
        }
    }

    private String delivered(String queue) throws Exception {
        boolean fifo = queue.endsWith(".fifo");
        http.json(
                "CreateQueue",
                fifo
                        ? "{\"QueueName\":\"q.fifo\",\"Attributes\":{\"FifoQueue\":\"true\"}}"
                        : "{\"QueueName\":\"q\"}");
        http.json(
                "SendMessage",
                "{\"QueueUrl\":\"/queue/%s\",\"MessageBody\":\"x\"%s}"
                        .formatted(
                                queue,
                                fifo
                                        ? ",\"MessageGroupId\":\"g\",\"MessageDeduplicationId\":\"d\""
                                        : ""));
        String body = http.json("ReceiveMessage", "{\"QueueUrl\":\"/queue/" + queue + "\"}").body();
        String start = "\"ReceiptHandle\":\"";
        int from = body.indexOf(start) + start.length();
        return body.substring(from, body.indexOf('"', from));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        new Refusal.NoSuchQueue("q"),
                        400,
                        "AWS.SimpleQueueService.NonExistentQueue"),
                Arguments.of(new Refusal.MessageTooLarge(2, 1), 400, "InvalidParameterValue"),
                Arguments.of(new Refusal.QueueFull("q", "messages", 1), 403, "RequestThrottled"),
                Arguments.of(new Refusal.TooManyLeases("q", 1), 403, "OverLimit"),
                Arguments.of(new Refusal.Throttled("x", 1), 403, "RequestThrottled"),
                Arguments.of(
                        new Refusal.QueueDeletedRecently("q", 1),
                        400,
                        "AWS.SimpleQueueService.QueueDeletedRecently"),
                Arguments.of(new Refusal.QueueExists("q", "x"), 400, "QueueAlreadyExists"),
                Arguments.of(
                        new Refusal.InvalidSetting("a", "b", "c"), 400, "InvalidAttributeValue"),
                Arguments.of(new Refusal.DiskFull(), 503, "ServiceUnavailable"),
                Arguments.of(new Refusal.StorageFailed("x"), 503, "ServiceUnavailable"),
                Arguments.of(new Refusal.Damaged("x"), 500, "InternalFailure"),
                Arguments.of(new Refusal.ShuttingDown(), 503, "ServiceUnavailable"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_becomes_an_error(Refusal refusal, int status, String code) throws Exception {
        http.json("CreateQueue", "{\"QueueName\":\"q\"}");
        server.onLane(queues -> queues.nextRefusal = Optional.of(refusal));
        HttpResponse<String> refused =
                http.json("SendMessage", "{\"QueueUrl\":\"/queue/q\",\"MessageBody\":\"x\"}");
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("x-amzn-query-error").orElse(""))
                .startsWith(code + ";");
    }
}
