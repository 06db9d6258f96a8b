package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** Several entries in one request: each has its own outcome, the request as a whole its limits. */
@ExtendWith(RunningServer.class)
class BatchTest {
    private static final int MOST = 10;

    private final SqsClient sqs;
    private final TestQueue queue;

    BatchTest(SdkClients clients) {
        sqs = clients.sync();
        queue = TestQueue.standard(sqs);
    }

    @Test
    void ten_messages_go_and_are_settled_in_one_request_each() {
        var sent = send(IntStream.range(0, MOST).mapToObj(i -> entry("id" + i, "m" + i)).toList());
        List<Message> received = queue.receive(MOST);

        assertThat(sent.successful()).hasSize(MOST);
        assertThat(sent.failed()).isEmpty();
        assertThat(received)
                .extracting(Message::messageId)
                .containsExactlyInAnyOrderElementsOf(
                        sent.successful().stream()
                                .map(SendMessageBatchResultEntry::messageId)
                                .toList());
        assertThat(deleteBatch(received.stream().map(Message::receiptHandle).toList()).toList())
                .hasSize(MOST);
        assertThat(queue.receiveNow()).isEmpty();
    }

    private Stream<String> deleteBatch(List<String> handles) {
        return sqs
                .deleteMessageBatch(r ->
                        r.queueUrl(queue.url())
                                .entries(
                                        IntStream.range(0, handles.size())
                                                .mapToObj(i -> deletion(i, handles.get(i)))
                                                .toList()))
                .successful()
                .stream()
                .map(DeleteMessageBatchResultEntry::id);
    }

    private static DeleteMessageBatchRequestEntry deletion(int id, String handle) {
        return DeleteMessageBatchRequestEntry.builder()
                .id(String.valueOf(id))
                .receiptHandle(handle)
                .build();
    }

    @Test
    void a_bad_entry_fails_alone() {
        var answer = send(List.of(entry("good", "fine"), entry("bad", "bell \u0007")));

        assertThat(answer.successful())
                .extracting(SendMessageBatchResultEntry::id)
                .containsExactly("good");
        assertThat(answer.failed()).singleElement().satisfies(BatchTest::assertSendersFault);
        assertThat(queue.receive(MOST)).extracting(Message::body).containsExactly("fine");
    }

    private static void assertSendersFault(BatchResultErrorEntry failed) {
        assertThat(failed.id()).isEqualTo("bad");
        assertThat(failed.senderFault()).isTrue();
        assertThat(failed.code()).contains("InvalidMessageContents");
    }

    @Test
    void a_bad_handle_fails_alone() {
        queue.send("b");
        Message message = queue.receiveOne();

        var answer =
                sqs.deleteMessageBatch(r ->
                        r.queueUrl(queue.url())
                                .entries(
                                        deletion(1, message.receiptHandle()),
                                        deletion(2, "nonsense")));

        assertThat(answer.successful())
                .extracting(DeleteMessageBatchResultEntry::id)
                .containsExactly("1");
        assertThat(answer.failed())
                .singleElement()
                .extracting(BatchResultErrorEntry::code)
                .isEqualTo("ReceiptHandleIsInvalid");
    }

    @Test
    void visibility_is_changed_for_each_entry() {
        queue.send("a");
        queue.send("b");
        List<Message> both = Stream.of(queue.receiveOne(), queue.receiveOne()).toList();

        var answer =
                sqs.changeMessageVisibilityBatch(r ->
                        r.queueUrl(queue.url())
                                .entries(
                                        change("back", both.get(0), 0),
                                        change("held", both.get(1), 600)));

        assertThat(answer.successful())
                .extracting(ChangeMessageVisibilityBatchResultEntry::id)
                .containsExactlyInAnyOrder("back", "held");
        assertThat(queue.receive(MOST))
                .extracting(Message::messageId)
                .containsExactly(both.get(0).messageId());
    }

    private static ChangeMessageVisibilityBatchRequestEntry change(
            String id, Message message, int seconds) {
        return ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(id)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(seconds)
                .build();
    }

    @Test
    void an_empty_batch_is_refused() {
        assertThatThrownBy(() -> send(List.of())).isInstanceOf(EmptyBatchRequestException.class);
    }

    @Test
    void eleven_entries_are_refused() {
        var eleven = IntStream.rangeClosed(0, MOST).mapToObj(i -> entry("id" + i, "m")).toList();

        assertThatThrownBy(() -> send(eleven))
                .isInstanceOf(TooManyEntriesInBatchRequestException.class);
    }

    @Test
    void equal_ids_are_refused() {
        assertThatThrownBy(() -> send(List.of(entry("same", "a"), entry("same", "b"))))
                .isInstanceOf(BatchEntryIdsNotDistinctException.class);
    }

    @Test
    void malformed_ids_are_refused() {
        assertThatThrownBy(() -> send(List.of(entry("no spaces", "a"))))
                .isInstanceOf(InvalidBatchEntryIdException.class);
    }

    @Test
    void a_batch_over_one_mebibyte_is_refused_as_a_whole() {
        String half = "x".repeat((1 << 19) + 1);

        assertThatThrownBy(() -> send(List.of(entry("a", half), entry("b", half))))
                .isInstanceOf(BatchRequestTooLongException.class);
        assertThat(queue.receiveNow()).isEmpty();
    }

    private SendMessageBatchResponse send(List<SendMessageBatchRequestEntry> entries) {
        return sqs.sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries));
    }

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }
}
