package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.UnsupportedOperationException;

@ExtendWith(RunningServer.class)
class MoveTaskTest {
    private final SqsClient sqs;
    private final TestQueue dead;
    private final TestQueue orders;

    MoveTaskTest(SdkClients clients) {
        sqs = clients.sync();
        dead = TestQueue.standard(sqs);
        String policy =
                "{\"deadLetterTargetArn\":\"" + dead.arn() + "\",\"maxReceiveCount\":\"1\"}";
        orders = TestQueue.with(sqs, Map.of(QueueAttributeName.REDRIVE_POLICY, policy));
    }

    private List<String> bury(int messages) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            ids.add(orders.send("m" + i));
            orders.visibleIn(0, orders.receiveOne());
        }
        return ids;
    }

    private ListMessageMoveTasksResultEntry latest() {
        return sqs.listMessageMoveTasks(r -> r.sourceArn(dead.arn())).results().getFirst();
    }

    private void awaitStatus(String status) {
        await().untilAsserted(() -> assertThat(latest().status()).isEqualTo(status));
    }

    @Test
    void messages_go_back_where_they_came_from_and_keep_their_ids() {
        List<String> ids = bury(3);
        String handle = sqs.startMessageMoveTask(r -> r.sourceArn(dead.arn())).taskHandle();
        assertThat(handle).isNotEmpty();
        awaitStatus("COMPLETED");
        ListMessageMoveTasksResultEntry task = latest();
        assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(3);
        assertThat(task.approximateNumberOfMessagesToMove()).isEqualTo(3);
        assertThat(task.sourceArn()).isEqualTo(dead.arn());
        assertThat(task.destinationArn()).isNull();
        assertThat(task.taskHandle()).isNull();
        assertThat(task.failureReason()).isNull();
        assertThat(task.startedTimestamp()).isPositive();
        List<String> back = new ArrayList<>();
        while (back.size() < 3) {
            for (Message message : orders.receive(10)) {
                back.add(message.messageId());
                orders.delete(message);
            }
        }
        assertThat(back).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(dead.receiveNow()).isEmpty();
    }

    @Test
    void a_named_destination_gets_them_at_the_rate_asked_for_until_cancelled() {
        TestQueue other = TestQueue.standard(sqs);
        bury(5);
        String handle =
                sqs.startMessageMoveTask(r ->
                                r.sourceArn(dead.arn())
                                        .destinationArn(other.arn())
                                        .maxNumberOfMessagesPerSecond(1))
                        .taskHandle();
        ListMessageMoveTasksResultEntry running = latest();
        assertThat(running.status()).isEqualTo("RUNNING");
        assertThat(running.taskHandle()).isEqualTo(handle);
        assertThat(running.destinationArn()).isEqualTo(other.arn());
        assertThat(running.maxNumberOfMessagesPerSecond()).isEqualTo(1);
        assertRefused(
                () -> sqs.startMessageMoveTask(r -> r.sourceArn(dead.arn())),
                "There is already a task running");
        Message first = other.receiveOne();
        other.delete(first);
        long moved =
                sqs.cancelMessageMoveTask(r -> r.taskHandle(handle))
                        .approximateNumberOfMessagesMoved();
        assertThat(moved).isBetween(1L, 4L);
        assertThat(latest().status()).isEqualTo("CANCELLED");
        assertThat(latest().approximateNumberOfMessagesMoved()).isEqualTo(moved);
        assertThatThrownBy(() -> sqs.cancelMessageMoveTask(r -> r.taskHandle(handle)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_message_without_a_known_source_fails_the_task_and_stays() {
        dead.send("direct");
        sqs.startMessageMoveTask(r -> r.sourceArn(dead.arn()));
        awaitStatus("FAILED");
        assertThat(latest().failureReason()).isNotEmpty();
        assertThat(dead.receiveOne().body()).isEqualTo("direct");
    }

    @Test
    void tasks_are_listed_the_latest_first() {
        for (int i = 0; i < 3; i++) {
            sqs.startMessageMoveTask(r -> r.sourceArn(dead.arn()));
            awaitStatus("COMPLETED");
        }
        assertThat(sqs.listMessageMoveTasks(r -> r.sourceArn(dead.arn())).results()).hasSize(1);
        List<ListMessageMoveTasksResultEntry> all =
                sqs.listMessageMoveTasks(r -> r.sourceArn(dead.arn()).maxResults(10)).results();
        assertThat(all).hasSize(3);
        assertThat(all.getFirst().startedTimestamp())
                .isGreaterThanOrEqualTo(all.getLast().startedTimestamp());
    }

    @Test
    void bad_requests_are_refused_as_on_aws() {
        assertRefused(
                () -> sqs.startMessageMoveTask(r -> r.sourceArn(orders.arn())),
                "Source queue must be configured as a Dead Letter Queue.");
        assertRefused(
                () -> sqs.startMessageMoveTask(r -> r.sourceArn("orders")),
                "You must use this format to specify the SourceArn");
        assertThatThrownBy(() -> sqs.startMessageMoveTask(r -> r.sourceArn(dead.arn() + "x")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("SourceArn parameter doesn't exist");
        assertThatThrownBy(() ->
                        sqs.startMessageMoveTask(
                                r -> r.sourceArn(dead.arn()).destinationArn(dead.arn() + "x")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("DestinationArn parameter doesn't exist");
        assertRefused(
                () ->
                        sqs.startMessageMoveTask(
                                r -> r.sourceArn(dead.arn()).destinationArn(dead.arn())),
                "cannot be the same");
        for (int rate : List.of(0, 501)) {
            assertRefused(
                    () ->
                            sqs.startMessageMoveTask(r ->
                                    r.sourceArn(dead.arn()).maxNumberOfMessagesPerSecond(rate)),
                    "Must be between 1 and 500");
        }
        assertRefused(
                () -> sqs.listMessageMoveTasks(r -> r.sourceArn(dead.arn()).maxResults(11)),
                "Must be between 1 and 10");
        assertRefused(() -> sqs.cancelMessageMoveTask(r -> r.taskHandle("none")), "TaskHandle");
        assertThat(sqs.listMessageMoveTasks(r -> r.sourceArn(dead.arn())).results()).isEmpty();
    }

    private static void assertRefused(ThrowingCallable call, String part) {
        assertThatThrownBy(call).isInstanceOf(SqsException.class).hasMessageContaining(part);
    }
}
