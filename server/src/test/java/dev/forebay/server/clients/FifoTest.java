package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.MESSAGE_GROUP_ID;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.SEQUENCE_NUMBER;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.CONTENT_BASED_DEDUPLICATION;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.DEDUPLICATION_SCOPE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.FIFO_QUEUE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.FIFO_THROUGHPUT_LIMIT;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Order within groups and deduplication. */
@ExtendWith(RunningServer.class)
class FifoTest {
    private final SqsClient sqs;
    private final TestQueue queue;

    FifoTest(SdkClients clients) {
        sqs = clients.sync();
        queue =
                TestQueue.with(
                        sqs, Map.of(FIFO_QUEUE, "true", CONTENT_BASED_DEDUPLICATION, "true"));
    }

    @Test
    void a_groups_messages_come_in_the_order_they_were_sent() {
        IntStream.range(0, 10).forEach(i -> send("g", "m" + i));

        List<Message> received = queue.receive(10);

        assertThat(received)
                .extracting(Message::body)
                .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "m" + i).toList());
        assertThat(received)
                .allSatisfy(m ->
                        assertThat(m.attributes())
                                .containsEntry(MESSAGE_GROUP_ID, "g")
                                .containsKey(MESSAGE_DEDUPLICATION_ID));
        assertThat(received)
                .extracting(m -> m.attributes().get(SEQUENCE_NUMBER))
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(number -> number.matches("\\d{20}"));
    }

    @Test
    void a_group_with_a_message_in_flight_waits_while_others_flow() {
        send("a", "a1");
        send("a", "a2");
        Message a1 = queue.receiveOne();
        send("b", "b1");

        assertThat(queue.receive(10)).extracting(Message::body).containsExactly("b1");
        assertThat(queue.receiveNow()).isEmpty();
        queue.delete(a1);
        assertThat(queue.receiveOne().body()).isEqualTo("a2");
    }

    @Test
    void a_returned_message_keeps_its_place() {
        send("g", "first");
        send("g", "second");
        queue.visibleIn(0, queue.receiveOne());

        assertThat(queue.receive(10)).extracting(Message::body).containsExactly("first", "second");
    }

    @Test
    void a_duplicate_is_answered_like_the_first_and_not_delivered() {
        SendMessageResponse first = send("g", "body", "same");
        SendMessageResponse again = send("g", "body", "same");

        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(again.sequenceNumber()).isEqualTo(first.sequenceNumber());
        assertThat(queue.receive(10)).hasSize(1);
    }

    @Test
    void duplicates_are_known_after_the_first_was_deleted() {
        send("g", "body", "same");
        queue.delete(queue.receiveOne());

        send("g", "body", "same");
        send("g", "other", "other");

        assertThat(queue.receive(10)).extracting(Message::body).containsExactly("other");
    }

    @Test
    void equal_bodies_are_duplicates_when_content_decides() {
        assertThat(send("g", "equal").messageId()).isEqualTo(send("g", "equal").messageId());
    }

    @Test
    void without_content_based_deduplication_an_id_is_needed() {
        var strict = TestQueue.with(sqs, Map.of(FIFO_QUEUE, "true"));

        assertThatThrownBy(() ->
                        sqs.sendMessage(
                                r -> r.queueUrl(strict.url()).messageBody("b").messageGroupId("g")))
                .isInstanceOf(SqsException.class);
    }

    @Test
    void with_the_group_as_scope_other_groups_are_not_duplicates() {
        var scoped =
                TestQueue.with(
                        sqs,
                        Map.of(
                                FIFO_QUEUE, "true",
                                CONTENT_BASED_DEDUPLICATION, "true",
                                DEDUPLICATION_SCOPE, "messageGroup",
                                FIFO_THROUGHPUT_LIMIT, "perMessageGroupId"));
        for (String group : List.of("a", "b", "a")) {
            sqs.sendMessage(
                    r -> r.queueUrl(scoped.url()).messageBody("equal").messageGroupId(group));
        }

        assertThat(scoped.receive(10))
                .extracting(m -> m.attributes().get(MESSAGE_GROUP_ID))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_group_is_needed() {
        assertThatThrownBy(() -> queue.send("no group"))
                .isInstanceOf(SqsException.class)
                .satisfies(e ->
                        assertThat(((SqsException) e).awsErrorDetails().errorCode())
                                .isEqualTo("MissingParameter"));
    }

    @Test
    void a_message_cannot_have_its_own_delay() {
        assertThatThrownBy(() ->
                        sqs.sendMessage(r ->
                                r.queueUrl(queue.url())
                                        .messageBody("b")
                                        .messageGroupId("g")
                                        .delaySeconds(1)))
                .isInstanceOf(SqsException.class);
    }

    @Test
    void a_repeated_receive_attempt_gets_the_same_messages() {
        send("g", "once");

        var first =
                sqs.receiveMessage(r ->
                        r.queueUrl(queue.url()).waitTimeSeconds(5).receiveRequestAttemptId("r"));
        var again =
                sqs.receiveMessage(r ->
                        r.queueUrl(queue.url()).waitTimeSeconds(5).receiveRequestAttemptId("r"));

        assertThat(first.messages()).hasSize(1);
        assertThat(again.messages())
                .extracting(Message::messageId)
                .containsExactly(first.messages().getFirst().messageId());
    }

    @Test
    void a_batch_keeps_its_order() {
        var answer =
                sqs.sendMessageBatch(r ->
                        r.queueUrl(queue.url())
                                .entries(IntStream.range(0, 5).mapToObj(FifoTest::entry).toList()));

        assertThat(answer.successful())
                .extracting(SendMessageBatchResultEntry::sequenceNumber)
                .isSorted();
        assertThat(queue.receive(10))
                .extracting(Message::body)
                .containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void the_name_of_a_fifo_queue_ends_so_and_only_then() {
        assertThatThrownBy(() ->
                        sqs.createQueue(r ->
                                r.queueName(TestQueue.freshName("plain"))
                                        .attributes(Map.of(FIFO_QUEUE, "true"))))
                .isInstanceOf(SqsException.class);
        assertThatThrownBy(
                        () -> sqs.createQueue(r -> r.queueName(TestQueue.freshName("q") + ".fifo")))
                .isInstanceOf(SqsException.class);
    }

    private static SendMessageBatchRequestEntry entry(int number) {
        return SendMessageBatchRequestEntry.builder()
                .id("id" + number)
                .messageBody(String.valueOf(number))
                .messageGroupId("g")
                .build();
    }

    private SendMessageResponse send(String group, String body) {
        return sqs.sendMessage(
                r -> r.queueUrl(queue.url()).messageBody(body).messageGroupId(group));
    }

    private SendMessageResponse send(String group, String body, String deduplicationId) {
        return sqs.sendMessage(r ->
                r.queueUrl(queue.url())
                        .messageBody(body)
                        .messageGroupId(group)
                        .messageDeduplicationId(deduplicationId));
    }
}
