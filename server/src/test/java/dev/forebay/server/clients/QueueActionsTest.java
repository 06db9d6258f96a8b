package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.DELAY_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.KMS_MASTER_KEY_ID;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MAXIMUM_MESSAGE_SIZE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MESSAGE_RETENTION_PERIOD;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SqsException;

@ExtendWith(RunningServer.class)
class QueueActionsTest {
    private final SqsClient sqs;

    QueueActionsTest(SdkClients clients) {
        sqs = clients.sync();
    }

    @Test
    void a_created_queue_is_found_by_its_name(SdkClients clients) {
        String name = TestQueue.freshName("found");
        String url = sqs.createQueue(r -> r.queueName(name)).queueUrl();

        assertThat(url).isEqualTo(clients.endpoint() + "/000000000000/" + name);
        assertThat(sqs.getQueueUrl(r -> r.queueName(name)).queueUrl()).isEqualTo(url);
    }

    @Test
    void creating_again_with_equal_attributes_answers_the_same_queue() {
        String name = TestQueue.freshName("twice");
        var attributes = Map.of(VISIBILITY_TIMEOUT, "7");
        String first = sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();

        assertThat(sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl())
                .isEqualTo(first);
        assertThat(sqs.createQueue(r -> r.queueName(name)).queueUrl()).isEqualTo(first);
    }

    @Test
    void creating_again_with_other_attributes_is_refused() {
        String name = TestQueue.freshName("other");
        sqs.createQueue(r -> r.queueName(name).attributes(Map.of(VISIBILITY_TIMEOUT, "7")));

        assertThatThrownBy(() ->
                        sqs.createQueue(
                                r -> r.queueName(name).attributes(Map.of(VISIBILITY_TIMEOUT, "8"))))
                .isInstanceOf(QueueNameExistsException.class);
    }

    @Test
    void queues_are_listed_by_prefix_and_in_pages() {
        String prefix = TestQueue.freshName("listed") + "-";
        List<String> urls =
                IntStream.range(0, 5)
                        .mapToObj(i -> sqs.createQueue(r -> r.queueName(prefix + i)).queueUrl())
                        .toList();

        assertThat(sqs.listQueues(r -> r.queueNamePrefix(prefix)).queueUrls())
                .containsExactlyInAnyOrderElementsOf(urls);
        assertThat(sqs.listQueues(r -> r.queueNamePrefix(prefix).maxResults(2)).queueUrls())
                .hasSize(2);
        assertThat(
                        sqs.listQueuesPaginator(r -> r.queueNamePrefix(prefix).maxResults(2))
                                .queueUrls())
                .containsExactlyInAnyOrderElementsOf(urls);
        assertThat(sqs.listQueues(r -> r.queueNamePrefix(prefix + "none")).queueUrls()).isEmpty();
    }

    @Test
    void a_new_queue_has_the_defaults_of_sqs() {
        assertThat(TestQueue.standard(sqs).attributes())
                .containsEntry(VISIBILITY_TIMEOUT, "30")
                .containsEntry(DELAY_SECONDS, "0")
                .containsEntry(MESSAGE_RETENTION_PERIOD, "345600")
                .containsEntry(MAXIMUM_MESSAGE_SIZE, "1048576")
                .containsEntry(RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "0")
                .containsEntry(APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                .containsEntry(APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0")
                .containsEntry(APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "0");
    }

    @Test
    void some_attributes_can_be_asked_alone() {
        var queue = TestQueue.standard(sqs);

        var some =
                sqs.getQueueAttributes(
                        r -> r.queueUrl(queue.url()).attributeNames(QUEUE_ARN, DELAY_SECONDS));

        assertThat(some.attributes()).containsOnlyKeys(QUEUE_ARN, DELAY_SECONDS);
        assertThat(some.attributes().get(QUEUE_ARN))
                .matches("arn:aws:sqs:us-east-1:000000000000:q-.*");
    }

    @Test
    void changed_attributes_are_answered() {
        var queue = TestQueue.standard(sqs);
        var changes =
                Map.of(
                        VISIBILITY_TIMEOUT, "43200",
                        DELAY_SECONDS, "900",
                        MESSAGE_RETENTION_PERIOD, "60",
                        MAXIMUM_MESSAGE_SIZE, "1024",
                        RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20");

        sqs.setQueueAttributes(r -> r.queueUrl(queue.url()).attributes(changes));

        assertThat(queue.attributes()).containsAllEntriesOf(changes);
    }

    @Test
    void encryption_settings_are_kept_and_answered() {
        var kept = Map.of(KMS_MASTER_KEY_ID, "alias/mine", KMS_DATA_KEY_REUSE_PERIOD_SECONDS, "60");

        assertThat(TestQueue.with(sqs, kept).attributes()).containsAllEntriesOf(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "VisibilityTimeout, 43201",
        "VisibilityTimeout, -1",
        "VisibilityTimeout, soon",
        "DelaySeconds, 901",
        "MessageRetentionPeriod, 59",
        "MessageRetentionPeriod, 1209601",
        "MaximumMessageSize, 1023",
        "MaximumMessageSize, 1048577",
        "ReceiveMessageWaitTimeSeconds, 21",
    })
    void values_out_of_range_are_refused(String name, String value) {
        var queue = TestQueue.standard(sqs);

        assertThatThrownBy(() ->
                        sqs.setQueueAttributes(r ->
                                r.queueUrl(queue.url()).attributesWithStrings(Map.of(name, value))))
                .isInstanceOf(InvalidAttributeValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nonsense", "QueueArn", "ApproximateNumberOfMessages"})
    void unknown_and_read_only_attributes_are_refused(String name) {
        var queue = TestQueue.standard(sqs);

        assertThatThrownBy(() ->
                        sqs.setQueueAttributes(r ->
                                r.queueUrl(queue.url()).attributesWithStrings(Map.of(name, "1"))))
                .isInstanceOf(InvalidAttributeNameException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no spaces", "no/slashes", "dotted.name", "a.fifo.b"})
    void bad_queue_names_are_refused(String name) {
        assertThatThrownBy(() -> sqs.createQueue(r -> r.queueName(name)))
                .isInstanceOf(SqsException.class)
                .satisfies(e -> assertThat(((SqsException) e).statusCode()).isEqualTo(400));
    }

    @Test
    void queue_names_have_at_most_80_characters() {
        String longest = (TestQueue.freshName("long") + "-" + "x".repeat(80)).substring(0, 80);

        assertThat(sqs.createQueue(r -> r.queueName(longest)).queueUrl()).endsWith(longest);
        assertThatThrownBy(() -> sqs.createQueue(r -> r.queueName(longest + "x")))
                .isInstanceOf(SqsException.class);
    }

    @Test
    void tags_are_set_changed_and_removed() {
        String name = TestQueue.freshName("tagged");
        String url =
                sqs.createQueue(r -> r.queueName(name).tags(Map.of("team", "a", "cost", "1")))
                        .queueUrl();

        sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("team", "b", "new", "yes")));
        sqs.untagQueue(r -> r.queueUrl(url).tagKeys("cost"));

        assertThat(sqs.listQueueTags(r -> r.queueUrl(url)).tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of("team", "b", "new", "yes"));
    }

    @Test
    void a_purge_takes_every_message_and_is_refused_while_one_is_recent() {
        var queue = TestQueue.standard(sqs);
        queue.send("in flight");
        queue.receiveOne();
        queue.send("ready");

        sqs.purgeQueue(r -> r.queueUrl(queue.url()));

        assertThat(queue.receiveNow()).isEmpty();
        assertThat(queue.attributes())
                .containsEntry(APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                .containsEntry(APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
        assertThatThrownBy(() -> sqs.purgeQueue(r -> r.queueUrl(queue.url())))
                .isInstanceOf(PurgeQueueInProgressException.class);
    }

    @Test
    void a_deleted_queue_is_gone_and_its_name_is_free() {
        String name = TestQueue.freshName("deleted");
        var queue = new TestQueue(sqs, sqs.createQueue(r -> r.queueName(name)).queueUrl());
        queue.send("goes with it");

        sqs.deleteQueue(r -> r.queueUrl(queue.url()));

        assertThatThrownBy(() -> sqs.getQueueUrl(r -> r.queueName(name)))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() -> queue.send("too late"))
                .isInstanceOf(QueueDoesNotExistException.class);
        sqs.createQueue(r -> r.queueName(name));
        assertThat(queue.receiveNow()).isEmpty();
    }

    @Test
    void permissions_are_statements_of_the_policy() {
        var queue = TestQueue.standard(sqs);

        sqs.addPermission(r ->
                r.queueUrl(queue.url())
                        .label("l")
                        .awsAccountIds("123456789012")
                        .actions("SendMessage"));

        assertThat(policy(queue)).contains("\"l\"", "123456789012", "SendMessage");
        sqs.removePermission(r -> r.queueUrl(queue.url()).label("l"));
        assertThat(policy(queue)).doesNotContain("123456789012");
    }

    private String policy(TestQueue queue) {
        return sqs.getQueueAttributes(r -> r.queueUrl(queue.url()).attributeNames(POLICY))
                .attributes()
                .getOrDefault(POLICY, "");
    }
}
