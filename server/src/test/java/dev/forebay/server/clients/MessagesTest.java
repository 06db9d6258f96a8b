package dev.forebay.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.DELAY_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MAXIMUM_MESSAGE_SIZE;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Sending and receiving: bodies, attributes, delays, limits. The SDK checks every MD5 it is given.
 */
@ExtendWith(RunningServer.class)
class MessagesTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int REFUSED = 400;
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";

    private final SqsClient sqs;
    private final TestQueue queue;

    MessagesTest(SdkClients clients) {
        sqs = clients.sync();
        queue = TestQueue.standard(sqs);
    }

    /** As boto3 and others write them: six bytes of JSON for each character. */
    @Test
    void the_largest_message_is_taken_however_its_body_is_escaped() throws Exception {
        String url = queue.url();
        String json =
                "{\"QueueUrl\":\"%s\",\"MessageBody\":\"%s\"}"
                        .formatted(url, "\\u0022".repeat(MEBIBYTE));
        HttpRequest send =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", "AmazonSQS.SendMessage")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(send, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        assertThat(queue.receiveOne().body()).isEqualTo("\"".repeat(MEBIBYTE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "{\"json\": \"with \\\"quotes\\\" and \\\\ slashes\"}",
                "<xml attribute=\"&amp;\">]]></xml>",
                "tab\tand\nnewline\r\nkept",
                " spaces around ",
                "grüße, 世界, \uD83D\uDE80",
                "\uFFFD\uE000"
            })
    void a_body_comes_back_as_it_was_sent(String body) {
        String id = queue.send(body);

        Message message = queue.receiveOne();

        assertThat(message.body()).isEqualTo(body);
        assertThat(message.messageId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "bell \u0007", "\uFFFE", "\uFFFF"})
    void characters_that_xml_forbids_are_refused(String body) {
        assertThatThrownBy(() -> queue.send(body))
                .isInstanceOf(InvalidMessageContentsException.class);
    }

    @Test
    void an_empty_body_is_refused() {
        assertRefused(() -> queue.send(""));
    }

    @Test
    void a_body_of_one_mebibyte_is_taken_and_one_byte_more_refused() {
        String largest = "x".repeat(MEBIBYTE);

        queue.send(largest);

        assertThat(queue.receiveOne().body()).isEqualTo(largest);
        assertRefused(() -> queue.send(largest + "x"));
    }

    @Test
    void the_size_limit_counts_utf8_bytes_and_attributes() {
        var small = TestQueue.with(sqs, Map.of(MAXIMUM_MESSAGE_SIZE, "1024"));

        small.send("ü".repeat(512));

        assertRefused(() -> small.send("ü".repeat(513)));
        assertRefused(() ->
                sqs.sendMessage(r ->
                        r.queueUrl(small.url())
                                .messageBody("x".repeat(1016))
                                .messageAttributes(Map.of("n", text("12")))));
    }

    @Test
    void message_attributes_of_every_type_come_back() {
        var sent =
                Map.of(
                        "text", text("grüße"),
                        "number",
                                MessageAttributeValue.builder()
                                        .dataType("Number")
                                        .stringValue("-12.5e3")
                                        .build(),
                        "suffixed",
                                MessageAttributeValue.builder()
                                        .dataType("Number.int")
                                        .stringValue("7")
                                        .build(),
                        "bytes",
                                MessageAttributeValue.builder()
                                        .dataType("Binary.gif")
                                        .binaryValue(
                                                SdkBytes.fromByteArray(
                                                        new byte[] {0, -1, 127, -128}))
                                        .build());

        sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody("b").messageAttributes(sent));

        assertThat(queue.receiveOne().messageAttributes()).isEqualTo(sent);
    }

    @Test
    void attributes_are_answered_by_name_by_prefix_or_all() {
        sqs.sendMessage(r ->
                r.queueUrl(queue.url())
                        .messageBody("b")
                        .messageAttributes(
                                Map.of(
                                        "one", text("1"),
                                        "two.a", text("2"),
                                        "two.b", text("3"))));

        assertThat(attributesAsked()).isEmpty();
        assertThat(attributesAsked("one", "none")).containsOnlyKeys("one");
        assertThat(attributesAsked("two.*")).containsOnlyKeys("two.a", "two.b");
        assertThat(attributesAsked(".*")).containsOnlyKeys("one", "two.a", "two.b");
        assertThat(attributesAsked("All")).containsOnlyKeys("one", "two.a", "two.b");
    }

    private Map<String, MessageAttributeValue> attributesAsked(String... names) {
        Message message =
                sqs.receiveMessage(r ->
                                r.queueUrl(queue.url())
                                        .waitTimeSeconds(5)
                                        .messageAttributeNames(names))
                        .messages()
                        .getFirst();
        queue.visibleIn(0, message);
        return message.messageAttributes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS.mine", "Amazon.mine", ".dot", "dot.", "two..dots", "blank name"})
    void bad_attribute_names_are_refused(String name) {
        assertRefused(() ->
                sqs.sendMessage(r ->
                        r.queueUrl(queue.url())
                                .messageBody("b")
                                .messageAttributes(Map.of(name, text("v")))));
    }

    @Test
    void system_attributes_tell_a_messages_story() {
        long before = Instant.now().toEpochMilli();
        sqs.sendMessage(r ->
                r.queueUrl(queue.url())
                        .messageBody("b")
                        .messageSystemAttributes(
                                Map.of(
                                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                                        MessageSystemAttributeValue.builder()
                                                .dataType("String")
                                                .stringValue(TRACE)
                                                .build())));

        Message first = queue.receiveOne();
        queue.visibleIn(0, first);
        var second = queue.receiveOne().attributes();

        assertThat(first.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, TRACE)
                .containsKey(MessageSystemAttributeName.SENDER_ID);
        assertThat(second).containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
        long sent = Long.parseLong(second.get(MessageSystemAttributeName.SENT_TIMESTAMP));
        long received =
                Long.parseLong(
                        second.get(MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP));
        assertThat(sent).isBetween(before, Instant.now().toEpochMilli());
        assertThat(received).isBetween(sent, Instant.now().toEpochMilli());
    }

    @Test
    void a_delayed_message_comes_when_its_delay_is_over() {
        sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody("later").delaySeconds(1));

        assertThat(queue.receiveNow()).isEmpty();
        assertThat(queue.attribute(APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)).isEqualTo("1");
        assertThat(queue.receiveOne().body()).isEqualTo("later");
    }

    @Test
    void a_queues_delay_holds_for_messages_without_one() {
        var delaying = TestQueue.with(sqs, Map.of(DELAY_SECONDS, "1"));

        delaying.send("later");
        sqs.sendMessage(r -> r.queueUrl(delaying.url()).messageBody("now").delaySeconds(0));

        assertThat(delaying.receiveOne().body()).isEqualTo("now");
        assertThat(delaying.receiveOne().body()).isEqualTo("later");
    }

    @Test
    void counts_follow_the_messages() {
        IntStream.range(0, 3).forEach(i -> queue.send("m" + i));
        awaitCount(APPROXIMATE_NUMBER_OF_MESSAGES, 3);

        Message leased = queue.receiveOne();
        awaitCount(APPROXIMATE_NUMBER_OF_MESSAGES, 2);
        awaitCount(APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, 1);

        queue.delete(leased);
        awaitCount(APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, 0);
        awaitCount(APPROXIMATE_NUMBER_OF_MESSAGES, 2);
    }

    private void awaitCount(QueueAttributeName name, int count) {
        await().untilAsserted(
                        () -> assertThat(queue.attribute(name)).isEqualTo(String.valueOf(count)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, -1})
    void a_receive_asks_for_one_to_ten(int max) {
        assertRefused(
                () -> sqs.receiveMessage(r -> r.queueUrl(queue.url()).maxNumberOfMessages(max)));
    }

    @Test
    void a_receive_takes_up_to_ten_messages() {
        IntStream.range(0, 12).forEach(i -> queue.send("m" + i));

        assertThat(queue.receive(10)).hasSize(10);
        assertThat(queue.receive(10)).hasSize(2);
    }

    @Test
    void a_delay_over_15_minutes_is_refused() {
        assertRefused(() ->
                sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody("b").delaySeconds(901)));
    }

    @Test
    void a_queue_that_was_not_created_does_not_exist() {
        var missing = new TestQueue(sqs, queue.url() + "-missing");

        assertThatThrownBy(() -> missing.send("b"))
                .isInstanceOf(QueueDoesNotExistException.class)
                .satisfies(e ->
                        assertThat(((SqsException) e).awsErrorDetails().errorCode())
                                .isEqualTo("AWS.SimpleQueueService.NonExistentQueue"));
        assertThatThrownBy(missing::receiveNow).isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(missing::attributes).isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    void the_host_in_a_queue_url_does_not_matter() {
        String elsewhere = "https://sqs.eu-west-1.amazonaws.com/" + path(queue.url());

        sqs.sendMessage(r -> r.queueUrl(elsewhere).messageBody("found"));

        assertThat(queue.receiveOne().body()).isEqualTo("found");
    }

    private static String path(String url) {
        return url.substring(url.indexOf('/', "http://".length()) + 1);
    }

    @Test
    void bytes_are_counted_not_characters() {
        String body = "世".repeat(MEBIBYTE / 3);

        queue.send(body);

        assertThat(queue.receiveOne().body().getBytes(UTF_8)).hasSize(body.length() * 3);
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SqsException.class)
                .satisfies(e -> assertThat(((SqsException) e).statusCode()).isEqualTo(REFUSED));
    }
}
