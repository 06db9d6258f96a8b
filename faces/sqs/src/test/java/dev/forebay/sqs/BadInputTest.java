package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no requests: each gets SQS' own error, quickly, and the server stays well. */
@Timeout(10)
class BadInputTest {
    private static FaceServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = FaceServer.plain();
        http = new Http(server.url());
        http.json("CreateQueue", "{\"QueueName\":\"q\"}");
        http.json(
                "CreateQueue",
                "{\"QueueName\":\"q.fifo\",\"Attributes\":{\"FifoQueue\":\"true\"}}");
    }

    @AfterAll
    static void the_server_is_well() throws Exception {
        assertThat(http.json("GetQueueUrl", "{\"QueueName\":\"q\"}").statusCode()).isEqualTo(200);
        assertThat(server.listener().bytesInFlight()).isZero();
        http.close();
        server.close();
    }

    private static String error(HttpResponse<String> response) {
        String code = response.headers().firstValue("x-amzn-query-error").orElse("none");
        return response.statusCode() + " " + code.replace(";Sender", "");
    }

    static Stream<Arguments> json() {
        String url = "\"QueueUrl\":\"http://a/000000000000/q\"";
        String fifo = "\"QueueUrl\":\"http://a/000000000000/q.fifo\"";
        String body = url + ",\"MessageBody\":";
        String attribute = body + "\"x\",\"MessageAttributes\":";
        return Stream.of(
                Arguments.of("SendMessage", "", "400 MissingParameter"),
                Arguments.of("SendMessage", "{", "400 MalformedInput"),
                Arguments.of("SendMessage", "[]", "400 MalformedInput"),
                Arguments.of("SendMessage", "null", "400 MalformedInput"),
                Arguments.of("SendMessage", "\"x\"", "400 MalformedInput"),
                Arguments.of("SendMessage", "{\"QueueUrl\":}", "400 MalformedInput"),
                Arguments.of("SendMessage", "{" + body + "\"x\"} x", "400 MalformedInput"),
                Arguments.of("SendMessage", "{" + body + "\"x\"}{}", "400 MalformedInput"),
                Arguments.of(
                        "SendMessage", "{" + body + "\"\\ud800\"}", "400 InvalidMessageContents"),
                Arguments.of(
                        "SendMessage", "{" + body + "\"\\u0000\"}", "400 InvalidMessageContents"),
                Arguments.of(
                        "SendMessage", "{" + body + "\"\\uffff\"}", "400 InvalidMessageContents"),
                Arguments.of("SendMessage", "{" + body + "\"\"}", "400 MissingParameter"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"DelaySeconds\":901}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"DelaySeconds\":-1}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"DelaySeconds\":1e2}",
                        "400 MalformedInput"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"DelaySeconds\":99999999999}",
                        "400 MalformedInput"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"DelaySeconds\":" + "9".repeat(100_000) + "}",
                        "400 MalformedInput"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"Z\":" + "9".repeat(100_000) + "}",
                        "400 MalformedInput"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"MessageGroupId\":\"\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"x\",\"MessageDeduplicationId\":\"g\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{" + fifo + ",\"MessageBody\":\"x\"}",
                        "400 MissingParameter"),
                Arguments.of(
                        "SendMessage",
                        "{" + fifo + ",\"MessageBody\":\"x\",\"MessageGroupId\":\"g\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{"
                                + fifo
                                + ",\"MessageBody\":\"x\",\"MessageGroupId\":\"ä\",\"MessageDeduplicationId\":\"d\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{" + body + "\"" + "x".repeat(1_048_577) + "\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{"
                                + attribute
                                + "{\"a\":{\"DataType\":\"Strange\",\"StringValue\":\"x\"}}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{" + attribute + "{\"a\":{\"StringValue\":\"x\"}}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{" + attribute + "{\"a\":{\"DataType\":\"String\"}}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{"
                                + attribute
                                + "{\"a\":{\"DataType\":\"Number\",\"StringValue\":\"one\"}}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{"
                                + attribute
                                + "{\"a\":{\"DataType\":\"Binary\",\"BinaryValue\":\"***\"}}}",
                        "400 MalformedInput"),
                Arguments.of(
                        "SendMessage",
                        "{"
                                + attribute
                                + "{\"a b\":{\"DataType\":\"String\",\"StringValue\":\"x\"}}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{"
                                + attribute
                                + "{\"AWS.x\":{\"DataType\":\"String\",\"StringValue\":\"x\"}}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage", "{" + attribute + "{\"a\":\"x\"}}", "400 MalformedInput"),
                Arguments.of(
                        "SendMessage",
                        "{\"QueueUrl\":\"q\",\"X\":" + "[".repeat(550) + "]".repeat(550) + "}",
                        "400 MalformedInput"),
                Arguments.of(
                        "SendMessage",
                        "{\"X\":" + "{\"a\":".repeat(550) + "1" + "}".repeat(550) + "}",
                        "400 MalformedInput"),
                Arguments.of("CreateQueue", "{\"QueueName\":\"a/b\"}", "400 InvalidParameterValue"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"../../etc/passwd\"}",
                        "400 InvalidParameterValue"),
                Arguments.of("CreateQueue", "{\"QueueName\":\"\"}", "400 InvalidParameterValue"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"" + "a".repeat(81) + "\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "CreateQueue", "{\"QueueName\":\"x.fifo\"}", "400 InvalidParameterValue"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"x\",\"Attributes\":{\"FifoQueue\":\"true\"}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"x\",\"Attributes\":{\"Colour\":\"red\"}}",
                        "400 InvalidAttributeName"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"x\",\"Attributes\":{\"DelaySeconds\":\"901\"}}",
                        "400 InvalidAttributeValue"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"x\",\"Attributes\":{\"DelaySeconds\":\"soon\"}}",
                        "400 InvalidAttributeValue"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"x\",\"Attributes\":{\"RedrivePolicy\":\"x\"}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "CreateQueue",
                        "{\"QueueName\":\"x\",\"Attributes\":{\"RedrivePolicy\":\"{}\"}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "GetQueueUrl",
                        "{\"QueueName\":\"no\"}",
                        "400 AWS.SimpleQueueService.NonExistentQueue"),
                Arguments.of(
                        "GetQueueAttributes",
                        "{" + url + ",\"AttributeNames\":[\"Colour\"]}",
                        "400 InvalidAttributeName"),
                Arguments.of(
                        "ReceiveMessage",
                        "{" + url + ",\"MaxNumberOfMessages\":11}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "ReceiveMessage",
                        "{" + url + ",\"MaxNumberOfMessages\":0}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "ReceiveMessage",
                        "{" + url + ",\"WaitTimeSeconds\":21}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "ReceiveMessage",
                        "{" + url + ",\"VisibilityTimeout\":43201}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "ReceiveMessage",
                        "{" + url + ",\"AttributeNames\":[\"Colour\"]}",
                        "400 InvalidAttributeName"),
                Arguments.of(
                        "ReceiveMessage",
                        "{" + url + ",\"ReceiveRequestAttemptId\":\"x\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "DeleteMessage",
                        "{" + url + ",\"ReceiptHandle\":\"\"}",
                        "404 ReceiptHandleIsInvalid"),
                Arguments.of(
                        "DeleteMessage",
                        "{" + url + ",\"ReceiptHandle\":\"" + "A".repeat(60) + "\"}",
                        "404 ReceiptHandleIsInvalid"),
                Arguments.of(
                        "DeleteMessage",
                        "{" + url + ",\"ReceiptHandle\":\"" + "A".repeat(1_000_000) + "\"}",
                        "404 ReceiptHandleIsInvalid"),
                Arguments.of(
                        "ChangeMessageVisibility",
                        "{" + url + ",\"ReceiptHandle\":\"x\",\"VisibilityTimeout\":43201}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessageBatch",
                        "{" + url + ",\"Entries\":[]}",
                        "400 AWS.SimpleQueueService.EmptyBatchRequest"),
                Arguments.of(
                        "SendMessageBatch",
                        "{" + url + ",\"Entries\":[" + entry("a") + "," + entry("a") + "]}",
                        "400 AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
                Arguments.of(
                        "SendMessageBatch",
                        "{" + url + ",\"Entries\":[" + entry("a b") + "]}",
                        "400 AWS.SimpleQueueService.InvalidBatchEntryId"),
                Arguments.of(
                        "SendMessageBatch",
                        "{" + url + ",\"Entries\":[" + entries(11) + "]}",
                        "400 AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
                Arguments.of(
                        "SendMessageBatch",
                        "{" + url + ",\"Entries\":[" + entries(200) + "]}",
                        "400 AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
                Arguments.of(
                        "SendMessageBatch",
                        "{"
                                + url
                                + ",\"Entries\":[{\"Id\":\"a\",\"MessageBody\":\""
                                + "x".repeat(600_000)
                                + "\"},{\"Id\":\"b\",\"MessageBody\":\""
                                + "x".repeat(600_000)
                                + "\"}]}",
                        "400 AWS.SimpleQueueService.BatchRequestTooLong"),
                Arguments.of(
                        "DeleteMessageBatch",
                        "{" + url + "}",
                        "400 AWS.SimpleQueueService.EmptyBatchRequest"),
                Arguments.of("ListQueues", "{\"MaxResults\":1001}", "400 InvalidParameterValue"),
                Arguments.of(
                        "ListQueues",
                        "{\"NextToken\":\"***\",\"MaxResults\":1}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "TagQueue",
                        "{" + url + ",\"Tags\":{\"\":\"x\"}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "TagQueue",
                        "{" + url + ",\"Tags\":{\"" + "k".repeat(129) + "\":\"x\"}}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "SendMessage",
                        "{\"QueueUrl\":\"http://a/..%2f\",\"MessageBody\":\"x\"}",
                        "404 InvalidAddress"),
                Arguments.of("Dance", "{}", "400 InvalidAction"),
                Arguments.of("AddPermission", "{" + url + "}", "400 MissingParameter"),
                Arguments.of(
                        "ListMessageMoveTasks",
                        "{\"SourceArn\":\"x\"}",
                        "400 InvalidParameterValue"),
                Arguments.of(
                        "StartMessageMoveTask",
                        "{\"SourceArn\":\"arn:aws:sqs:eu-west-1:000000000000:nowhere\"}",
                        "404 ResourceNotFoundException"),
                Arguments.of(
                        "CancelMessageMoveTask",
                        "{\"TaskHandle\":\"?\"}",
                        "400 InvalidParameterValue"));
    }

    private static String entry(String id) {
        return "{\"Id\":\"" + id + "\",\"MessageBody\":\"x\"}";
    }

    private static String entries(int count) {
        StringBuilder entries = new StringBuilder(entry("e0"));
        for (int i = 1; i < count; i++) {
            entries.append(',').append(entry("e" + i));
        }
        return entries.toString();
    }

    @ParameterizedTest(name = "{0} {index}: {2}")
    @MethodSource("json")
    void json_gets_its_error(String action, String body, String expected) throws Exception {
        HttpResponse<String> response = http.json(action, body);
        assertThat(error(response)).isEqualTo(expected);
        assertThat(response.body())
                .startsWith("{\"__type\":\"com.amazon")
                .contains("\"message\":\"");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void one_bad_attribute_costs_its_own_message_only() throws Exception {
        String bad =
                "{\"Id\":\"bad\",\"MessageBody\":\"x\",\"MessageAttributes\":{\"n\":"
                        + "{\"DataType\":\"Number\",\"StringValue\":\"many\"}}}";
        HttpResponse<String> response =
                http.json(
                        "SendMessageBatch",
                        "{\"QueueUrl\":\"/queue/q\",\"Entries\":["
                                + bad
                                + ","
                                + entry("good")
                                + "]}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"Successful\":[{", "\"Id\":\"good\"")
                .contains("\"Failed\":[{\"Id\":\"bad\",\"SenderFault\":true")
                .contains("\"Code\":\"InvalidParameterValue\"");
    }

    @Test
    void a_million_keys_are_refused() throws Exception {
        StringBuilder json = new StringBuilder("{\"QueueUrl\":\"q\"");
        for (int i = 0; json.length() < 2_000_000; i++) {
            json.append(",\"").append(i).append("\":1");
        }
        json.append('}');
        assertThat(error(http.json("SendMessage", json.toString())))
                .isEqualTo("400 MalformedInput");
        assertThat(error(http.json("ListQueues", json.toString()))).isEqualTo("400 MalformedInput");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() throws Exception {
        for (byte[] bad : new byte[][] {{-1}, {-64, -128}, {-19, -96, -128}, {-16, -97, -104}}) {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            json.writeBytes(
                    "{\"QueueUrl\":\"/queue/q\",\"MessageBody\":\"x"
                            .getBytes(StandardCharsets.UTF_8));
            json.writeBytes(bad);
            json.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(URI.create(server.url()))
                                    .header("X-Amz-Target", "AmazonSQS.SendMessage")
                                    .POST(BodyPublishers.ofByteArray(json.toByteArray())));
            assertThat(response.statusCode()).as(Arrays.toString(bad)).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action=SendMessage&MessageBody=%",
                "Action=SendMessage&MessageBody=%4",
                "Action=SendMessage&MessageBody=%zz",
                "Action=SendMessage&MessageBody=%ff%fe",
                "Action=SendMessage&a.a.a.a.a.a.a.a.a.a=1",
            })
    void malformed_forms_get_their_error(String form) throws Exception {
        assertThat(error(http.post("/queue/q", form))).isEqualTo("400 MalformedQueryString");
    }

    @Test
    void forms_with_very_many_parameters_are_refused() throws Exception {
        String many = "Action=SendMessage" + "&a=1".repeat(400_000);
        assertThat(error(http.post("/queue/q", many))).isEqualTo("400 MalformedQueryString");
        StringBuilder distinct = new StringBuilder("Action=SendMessage");
        for (int i = 0; distinct.length() < 2_000_000; i++) {
            distinct.append("&Entry.").append(i).append("=1");
        }
        assertThat(error(http.post("/queue/q", distinct.toString())))
                .isEqualTo("400 MalformedQueryString");
        assertThat(
                        error(
                                http.post(
                                        "/queue/q",
                                        "Action=SendMessage&" + "a.".repeat(500_000) + "=1")))
                .isEqualTo("400 MalformedQueryString");
    }

    @Test
    void huge_numbers_in_forms_are_refused() throws Exception {
        assertThat(
                        error(
                                http.form(
                                        "/queue/q",
                                        "Action",
                                        "ReceiveMessage",
                                        "WaitTimeSeconds",
                                        "9".repeat(100_000))))
                .isEqualTo("400 InvalidParameterValue");
    }

    @Test
    void other_methods_are_refused() throws Exception {
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(URI.create(server.url() + "/queue/q")).DELETE());
        assertThat(error(response)).isEqualTo("400 InvalidAction");
    }

    @Test
    void script_in_any_field_comes_back_as_text_only() throws Exception {
        HttpResponse<String> response =
                http.form("/queue/q", "Action", "<script>alert(1)</script>");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml");
        assertThat(response.body()).doesNotContain("<script>");
    }
}
