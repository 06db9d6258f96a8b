package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Leases as SQS clients see them: visibility timeouts, receipt handles, long polls. */
@ExtendWith(RunningServer.class)
class VisibilityTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final SqsClient sqs;
    private final TestQueue queue;

    VisibilityTest(SdkClients clients) {
        sqs = clients.sync();
        queue = TestQueue.with(sqs, Map.of(VISIBILITY_TIMEOUT, "1"));
    }

    @Test
    void a_message_in_flight_is_hidden_and_comes_back_after_its_timeout() {
        queue.send("again");
        Instant leased = Instant.now();
        Message first = queue.receiveOne();
        assertThat(queue.receiveNow()).isEmpty();

        Message second = queue.receiveOne();

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
        assertThat(Duration.between(leased, Instant.now())).isGreaterThan(Duration.ofMillis(990));
    }

    @Test
    void a_receive_can_name_its_own_timeout() {
        queue.send("held");
        sqs.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(5).visibilityTimeout(60));

        var later = sqs.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(2));

        assertThat(later.messages()).isEmpty();
    }

    @Test
    void a_timeout_changed_to_zero_returns_the_message_at_once() {
        var slow = TestQueue.standard(sqs);
        slow.send("back");
        Message first = slow.receiveOne();

        slow.visibleIn(0, first);

        assertThat(slow.receiveNow())
                .extracting(Message::messageId)
                .containsExactly(first.messageId());
    }

    @Test
    void an_extended_message_stays_hidden() {
        queue.send("held");
        queue.visibleIn(60, queue.receiveOne());

        var later = sqs.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(2));

        assertThat(later.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 43_201})
    void timeouts_reach_from_0_to_12_hours(int seconds) {
        queue.send("b");
        Message message = queue.receiveOne();

        assertThatThrownBy(() -> queue.visibleIn(seconds, message))
                .isInstanceOf(SqsException.class);
    }

    @Test
    void a_deleted_message_never_comes_back_and_deleting_again_succeeds() {
        queue.send("once");
        Message message = queue.receiveOne();

        queue.delete(message);
        queue.delete(message);

        assertThat(sqs.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(2)).messages())
                .isEmpty();
    }

    @Test
    void a_delete_with_an_old_handle_succeeds_and_does_not_disturb_the_new_holder() {
        queue.send("twice");
        Message first = queue.receiveOne();
        Message second = queue.receiveOne();

        queue.delete(first);
        queue.delete(second);

        assertThat(second.messageId()).isEqualTo(first.messageId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "AAAA", "\u00fc"})
    void a_malformed_handle_is_refused(String handle) {
        assertThatThrownBy(() -> queue.delete(handle))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
        assertThatThrownBy(() ->
                        sqs.changeMessageVisibility(r ->
                                r.queueUrl(queue.url()).receiptHandle(handle).visibilityTimeout(1)))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    void a_settled_message_cannot_be_extended() {
        queue.send("done");
        Message message = queue.receiveOne();
        queue.delete(message);

        assertThatThrownBy(() -> queue.visibleIn(10, message))
                .isInstanceOf(SqsException.class)
                .satisfies(e -> assertThat(((SqsException) e).statusCode()).isEqualTo(400));
    }

    @Test
    void a_long_poll_ends_as_soon_as_a_message_comes() {
        var polling = CompletableFuture.supplyAsync(() -> queue.receive(1));
        assertThat(polling).isNotDone();

        Instant sent = Instant.now();
        queue.send("now");

        assertThat(polling).succeedsWithin(SOON);
        assertThat(Duration.between(sent, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_long_poll_without_messages_ends_empty_after_its_wait() {
        Instant start = Instant.now();

        var answer = sqs.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(1));

        assertThat(answer.messages()).isEmpty();
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(950), SOON);
    }

    @Test
    void a_wait_over_20_seconds_is_refused() {
        assertThatThrownBy(
                        () -> sqs.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(21)))
                .isInstanceOf(SqsException.class);
    }
}
