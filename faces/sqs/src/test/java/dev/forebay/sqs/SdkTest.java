package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The face as the AWS SDK for Java sees it, checksums of the SDK included. */
class SdkTest {
    private FaceServer server;
    private SqsClient sqs;

    @BeforeEach
    void start() throws Exception {
        server = FaceServer.plain();
        sqs =
                SqsClient.builder()
                        .endpointOverride(URI.create(server.url()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("any", "thing")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
    }

    @AfterEach
    void stop() {
        sqs.close();
        server.close();
    }

    private String create(String name) {
        return sqs.createQueue(request -> request.queueName(name)).queueUrl();
    }

    @Test
    void a_message_goes_through_and_is_gone_once_deleted() {
        String url = create("orders");
        assertThat(url).isEqualTo(server.url() + "/000000000000/orders");

        sqs.sendMessage(request -> request.queueUrl(url).messageBody("grüße \"\\\n\t<&> 🚀"));
        List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(url)).messages();

        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().body()).isEqualTo("grüße \"\\\n\t<&> 🚀");
        sqs.deleteMessage(request ->
                request.queueUrl(url).receiptHandle(messages.getFirst().receiptHandle()));
        assertThat(sqs.receiveMessage(request -> request.queueUrl(url)).messages()).isEmpty();
    }

    @Test
    void message_attributes_of_all_types_come_back_as_sent() {
        String url = create("orders");
        Map<String, MessageAttributeValue> attributes =
                Map.of(
                        "plain", text("String", "väl"),
                        "custom", text("String.json", "{}"),
                        "count", text("Number.int", "-12.5e3"),
                        "raw",
                                MessageAttributeValue.builder()
                                        .dataType("Binary.png")
                                        .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 9}))
                                        .build());
        sqs.sendMessage(
                request -> request.queueUrl(url).messageBody("x").messageAttributes(attributes));

        Message message =
                sqs.receiveMessage(request -> request.queueUrl(url).messageAttributeNames("All"))
                        .messages()
                        .getFirst();

        assertThat(message.messageAttributes()).isEqualTo(attributes);
    }

    private static MessageAttributeValue text(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    @Test
    void a_batch_tells_of_each_entry() {
        String url = create("orders");
        var sent =
                sqs.sendMessageBatch(request ->
                        request.queueUrl(url)
                                .entries(List.of(entry("a", "one"), entry("b", "\u0001"))));

        assertThat(sent.successful()).extracting("id").containsExactly("a");
        assertThat(sent.failed())
                .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::code)
                .containsExactly(tuple("b", "InvalidMessageContents"));
    }

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }

    @Test
    void errors_arrive_as_the_exceptions_of_the_sdk() {
        String url = create("orders");
        assertThatThrownBy(() -> sqs.getQueueUrl(request -> request.queueName("nowhere")))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() ->
                        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle("forged")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
        assertThatThrownBy(() ->
                        sqs.createQueue(request ->
                                request.queueName("orders")
                                        .attributes(Map.of(QueueAttributeName.DELAY_SECONDS, "7"))))
                .isInstanceOf(QueueNameExistsException.class);
        assertThatThrownBy(() ->
                        sqs.addPermission(request ->
                                request.queueUrl(url).label("l").awsAccountIds("1").actions("*")))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("PrincipalId");
        assertThatThrownBy(() -> sqs.sendMessage(request -> request.queueUrl(url).messageBody("")))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("MessageBody");
    }

    @Test
    void a_fifo_queue_numbers_its_messages() {
        String url =
                sqs.createQueue(request ->
                                request.queueName("steps.fifo")
                                        .attributes(
                                                Map.of(
                                                        QueueAttributeName.FIFO_QUEUE,
                                                        "true",
                                                        QueueAttributeName
                                                                .CONTENT_BASED_DEDUPLICATION,
                                                        "true")))
                        .queueUrl();
        var first =
                sqs.sendMessage(
                        request -> request.queueUrl(url).messageBody("1").messageGroupId("g"));
        var second =
                sqs.sendMessage(
                        request -> request.queueUrl(url).messageBody("2").messageGroupId("g"));

        assertThat(first.sequenceNumber()).hasSize(20).isLessThan(second.sequenceNumber());
        Message message =
                sqs.receiveMessage(request ->
                                request.queueUrl(url).messageSystemAttributeNamesWithStrings("All"))
                        .messages()
                        .getFirst();
        assertThat(message.attributesAsStrings())
                .containsEntry("MessageGroupId", "g")
                .containsEntry("SequenceNumber", first.sequenceNumber())
                .containsKey("MessageDeduplicationId");
    }
}
