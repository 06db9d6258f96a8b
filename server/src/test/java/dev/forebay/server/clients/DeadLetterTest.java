package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.SENT_TIMESTAMP;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.FIFO_QUEUE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_ALLOW_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

@ExtendWith(RunningServer.class)
class DeadLetterTest {
    private final SqsClient sqs;
    private final TestQueue dead;

    DeadLetterTest(SdkClients clients) {
        sqs = clients.sync();
        dead = TestQueue.standard(sqs);
    }

    @Test
    void a_message_that_fails_too_often_ends_in_the_dead_letter_queue() {
        var source = TestQueue.with(sqs, Map.of(REDRIVE_POLICY, policy(dead.arn(), 2)));
        source.send("poison");
        Message last = failTimes(source, 2);

        assertThat(source.receiveNow()).isEmpty();
        Message buried = dead.receiveOne();

        assertThat(buried.body()).isEqualTo("poison");
        assertThat(buried.messageId()).isEqualTo(last.messageId());
        assertThat(buried.attributes())
                .containsEntry(DEAD_LETTER_QUEUE_SOURCE_ARN, source.arn())
                .containsEntry(SENT_TIMESTAMP, last.attributes().get(SENT_TIMESTAMP));
    }

    private static Message failTimes(TestQueue queue, int times) {
        Message message = queue.receiveOne();
        for (int i = 1; i < times; i++) {
            queue.visibleIn(0, message);
            message = queue.receiveOne();
        }
        assertThat(message.attributes())
                .containsEntry(APPROXIMATE_RECEIVE_COUNT, String.valueOf(times));
        queue.visibleIn(0, message);
        return message;
    }

    @Test
    void a_message_whose_last_lease_runs_out_is_dead_lettered_too() {
        var source =
                TestQueue.with(
                        sqs,
                        Map.of(
                                REDRIVE_POLICY,
                                policy(dead.arn(), 1),
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "1"));
        source.send("abandoned");
        source.receiveOne();

        // SQS moves it when the source is next asked.
        sqs.receiveMessage(r -> r.queueUrl(source.url()).waitTimeSeconds(2));

        assertThat(dead.receiveOne().body()).isEqualTo("abandoned");
    }

    @Test
    void the_sources_of_a_dead_letter_queue_are_listed_in_pages() {
        String policy = policy(dead.arn(), 5);
        List<String> sources =
                Stream.generate(() -> TestQueue.with(sqs, Map.of(REDRIVE_POLICY, policy)).url())
                        .limit(3)
                        .toList();

        assertThat(sqs.listDeadLetterSourceQueues(r -> r.queueUrl(dead.url())).queueUrls())
                .containsExactlyInAnyOrderElementsOf(sources);
        assertThat(
                        sqs.listDeadLetterSourceQueuesPaginator(
                                        r -> r.queueUrl(dead.url()).maxResults(2))
                                .queueUrls())
                .containsExactlyInAnyOrderElementsOf(sources);
    }

    @Test
    void the_policies_are_answered_and_can_be_removed() {
        var source = TestQueue.with(sqs, Map.of(REDRIVE_POLICY, policy(dead.arn(), 5)));
        assertThat(source.attribute(REDRIVE_POLICY))
                .contains(dead.arn())
                .contains("maxReceiveCount");

        sqs.setQueueAttributes(
                r -> r.queueUrl(source.url()).attributes(Map.of(REDRIVE_POLICY, "")));

        assertThat(source.attributes()).doesNotContainKey(REDRIVE_POLICY);
        assertThat(sqs.listDeadLetterSourceQueues(r -> r.queueUrl(dead.url())).queueUrls())
                .isEmpty();
    }

    @Test
    void a_queue_that_denies_redrive_cannot_be_a_target() {
        sqs.setQueueAttributes(r ->
                r.queueUrl(dead.url())
                        .attributes(
                                Map.of(
                                        REDRIVE_ALLOW_POLICY,
                                        "{\"redrivePermission\":\"denyAll\"}")));

        assertRefused(Map.of(REDRIVE_POLICY, policy(dead.arn(), 5)));
    }

    @Test
    void a_target_must_exist_and_be_of_the_same_kind() {
        assertRefused(Map.of(REDRIVE_POLICY, policy(dead.arn() + "-missing", 5)));
        assertRefused(Map.of(REDRIVE_POLICY, policy(dead.arn(), 5), FIFO_QUEUE, "true"));
    }

    @Test
    void the_count_reaches_from_1_to_1000() {
        assertRefused(Map.of(REDRIVE_POLICY, policy(dead.arn(), 0)));
        assertRefused(Map.of(REDRIVE_POLICY, policy(dead.arn(), 1001)));
    }

    @Test
    void a_policy_that_is_no_policy_is_refused() {
        assertRefused(Map.of(REDRIVE_POLICY, "nonsense"));
        assertRefused(Map.of(REDRIVE_POLICY, "{\"maxReceiveCount\":1}"));
    }

    private void assertRefused(Map<QueueAttributeName, String> attributes) {
        assertThatThrownBy(() -> TestQueue.with(sqs, attributes))
                .isInstanceOf(SqsException.class)
                .satisfies(e -> assertThat(((SqsException) e).statusCode()).isEqualTo(400));
    }

    private static String policy(String target, int maxReceives) {
        return """
        {"deadLetterTargetArn":"%s","maxReceiveCount":"%d"}\
        """
                .formatted(target, maxReceives);
    }
}
