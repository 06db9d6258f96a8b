package dev.forebay.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.batchmanager.SqsAsyncBatchManager;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** The SDK's Netty client: many requests at once, long polls beside sends, its own batching. */
@ExtendWith(RunningServer.class)
class AsyncClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MANY = 300;

    private final SqsAsyncClient sqs;
    private final String url;

    AsyncClientTest(SdkClients clients) {
        sqs = clients.async();
        url = sqs.createQueue(r -> r.queueName(TestQueue.freshName("async"))).join().queueUrl();
    }

    @AfterEach
    void close() {
        sqs.close();
    }

    @Test
    void many_sends_at_once_are_all_received_once_and_deleted() {
        Set<String> sent = sendMany();
        Set<String> received = ConcurrentHashMap.newKeySet();

        var receivers = IntStream.range(0, 8).mapToObj(i -> drain(received)).toList();
        receivers.forEach(CompletableFuture::join);

        assertThat(received).isEqualTo(sent);
        assertThat(receiveNow()).isEmpty();
    }

    private Set<String> sendMany() {
        List<CompletableFuture<String>> sending =
                IntStream.range(0, MANY)
                        .mapToObj(i -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m" + i)))
                        .map(sent -> sent.thenApply(answer -> answer.messageId()))
                        .toList();
        Set<String> ids = sending.stream().map(CompletableFuture::join).collect(Collectors.toSet());
        assertThat(ids).hasSize(MANY);
        return ids;
    }

    /** Receives and deletes until a receive comes back empty. */
    private CompletableFuture<Void> drain(Set<String> received) {
        return sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
                .thenCompose(answer -> settleAndGoOn(answer, received));
    }

    private CompletableFuture<Void> settleAndGoOn(
            ReceiveMessageResponse answer, Set<String> received) {
        if (answer.messages().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var deletes =
                answer.messages().stream()
                        .peek(m -> assertThat(received.add(m.messageId())).isTrue())
                        .map(m ->
                                sqs.deleteMessage(
                                        r -> r.queueUrl(url).receiptHandle(m.receiptHandle())))
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(deletes).thenCompose(done -> drain(received));
    }

    private List<Message> receiveNow() {
        return sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(0)).join().messages();
    }

    @Test
    void each_of_many_long_polls_gets_one_message() {
        List<CompletableFuture<ReceiveMessageResponse>> polls =
                IntStream.range(0, 50)
                        .mapToObj(i ->
                                sqs.receiveMessage(r ->
                                        r.queueUrl(url).maxNumberOfMessages(1).waitTimeSeconds(20)))
                        .toList();

        IntStream.range(0, polls.size())
                .forEach(i -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m" + i)).join());

        assertThat(polls)
                .allSatisfy(poll ->
                        assertThat(poll)
                                .succeedsWithin(SOON)
                                .satisfies(a -> assertThat(a.messages()).hasSize(1)));
    }

    @Test
    void a_poll_given_up_by_its_client_takes_no_message_with_it() {
        var abandoned = sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20));
        receiveNow();
        abandoned.cancel(true);

        sqs.sendMessage(r -> r.queueUrl(url).messageBody("for another")).join();

        assertThat(sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)))
                .succeedsWithin(SOON)
                .satisfies(a -> assertThat(a.messages()).hasSize(1));
    }

    @Test
    void the_sdks_batch_manager_sends_and_receives() {
        try (SqsAsyncBatchManager batches = sqs.batchManager()) {
            var sends =
                    IntStream.range(0, 25)
                            .mapToObj(i ->
                                    batches.sendMessage(r -> r.queueUrl(url).messageBody("m" + i)))
                            .toList();

            assertThat(sends)
                    .allSatisfy(s -> assertThat(s).succeedsWithin(SOON))
                    .extracting(s -> s.join().messageId())
                    .doesNotHaveDuplicates();
            // Without a wait the SDK gives its buffer 50 ms to fill, and then answers with nothing.
            assertThat(
                            batches.receiveMessage(r ->
                                    r.queueUrl(url).maxNumberOfMessages(5).waitTimeSeconds(15)))
                    .succeedsWithin(SOON)
                    .satisfies(a -> assertThat(a.messages()).isNotEmpty());
        }
    }

    @Test
    void a_refusal_is_the_sdks_own_exception() {
        assertThat(sqs.receiveMessage(r -> r.queueUrl(url + "-missing")))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(QueueDoesNotExistException.class);
    }
}
