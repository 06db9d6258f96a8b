package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.MESSAGE_GROUP_ID;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Message groups on standard queues: nobody waits for another's backlog. */
@ExtendWith(RunningServer.class)
class FairQueueTest {
    private static final Set<String> QUIET = Set.of("b", "c", "d", "e");

    private final SqsClient sqs;
    private final TestQueue queue;

    FairQueueTest(SdkClients clients) {
        sqs = clients.sync();
        queue = TestQueue.standard(sqs);
    }

    @Test
    void quiet_groups_do_not_wait_for_a_noisy_ones_backlog() {
        IntStream.range(0, 30).forEach(i -> sendTen("a"));
        QUIET.forEach(group -> send(group, group));

        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Message message = queue.receiveOne();
            groups.add(message.attributes().get(MESSAGE_GROUP_ID));
            queue.delete(message);
        }

        assertThat(groups.subList(0, QUIET.size() + 1)).containsAll(QUIET);
        assertThat(groups.subList(QUIET.size() + 1, groups.size())).containsOnly("a");
    }

    @Test
    void a_group_with_messages_in_flight_is_not_closed() {
        send("a", "first");
        send("a", "second");

        assertThat(queue.receiveOne().body()).isEqualTo("first");
        assertThat(queue.receiveOne().body()).isEqualTo("second");
    }

    @Test
    void messages_without_a_group_may_stand_beside_those_with_one() {
        queue.send("none");
        send("a", "grouped");

        List<Message> received = new ArrayList<>(queue.receive(10));
        assertThat(received)
                .extracting(m -> m.attributes().get(MESSAGE_GROUP_ID))
                .containsExactlyInAnyOrder(null, "a");
    }

    @Test
    void a_deduplication_id_is_for_fifo_queues() {
        assertThatThrownBy(() ->
                        sqs.sendMessage(r ->
                                r.queueUrl(queue.url())
                                        .messageBody("b")
                                        .messageGroupId("a")
                                        .messageDeduplicationId("d")))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("MessageDeduplicationId");
    }

    private void send(String group, String body) {
        sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody(body).messageGroupId(group));
    }

    private void sendTen(String group) {
        List<SendMessageBatchRequestEntry> entries =
                IntStream.range(0, 10)
                        .mapToObj(i ->
                                SendMessageBatchRequestEntry.builder()
                                        .id("e" + i)
                                        .messageBody("noise")
                                        .messageGroupId(group)
                                        .build())
                        .toList();
        sqs.sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries));
    }
}
