package dev.forebay.server.process;

import dev.forebay.testkit.history.History;
import dev.forebay.testkit.history.HistoryClient;
import dev.forebay.testkit.history.MessageBody;
import dev.forebay.testkit.history.PlainCall;
import dev.forebay.testkit.history.ReceiveCall;
import dev.forebay.testkit.history.Received;
import dev.forebay.testkit.history.SendCall;
import dev.forebay.testkit.history.Settlement;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Real AWS clients on a standard and a FIFO queue that write down what they did. They never retry,
 * so that each call has one meaning; a call without an answer is noted as unknown.
 */
final class SqsLoad {
    static final String STANDARD = "standard";
    static final String FIFO = "ordered.fifo";
    static final int LEASE_SECONDS = 2;
    private static final int KEYS = 8;
    private static final int BODY_BYTES = 200;
    private static final int PAUSED_AFTER_ACKED = 7;

    final AtomicInteger confirmed = new AtomicInteger();
    final AtomicInteger settled = new AtomicInteger();
    private final History history;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger clients = new AtomicInteger();

    SqsLoad(History history) {
        this.history = history;
    }

    static SqsClient client(URI endpoint) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder()
                                .socketTimeout(Duration.ofSeconds(30))
                                .connectionTimeout(Duration.ofSeconds(5)))
                .overrideConfiguration(
                        options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    static String url(URI endpoint, String queue) {
        return endpoint + "/000000000000/" + queue;
    }

    /** Sends until the server is gone; keyed sends go to the FIFO queue. */
    void send(URI endpoint, String queue) {
        HistoryClient pen = history.client("sender-" + clients.incrementAndGet());
        try (SqsClient sqs = client(endpoint)) {
            boolean up = true;
            while (up) {
                up = sendOne(sqs, endpoint, queue, pen);
            }
        }
    }

    private boolean sendOne(SqsClient sqs, URI endpoint, String queue, HistoryClient pen) {
        long id = ids.getAndIncrement();
        SendMessageRequest.Builder request =
                SendMessageRequest.builder()
                        .queueUrl(url(endpoint, queue))
                        .messageBody(MessageBody.of(id, BODY_BYTES));
        String key = queue.equals(FIFO) ? "key-" + id % KEYS : null;
        if (key != null) {
            request.messageGroupId(key).messageDeduplicationId("id-" + id);
        }
        SendCall call = pen.send(queue, id, key, key == null ? null : "id-" + id);
        try {
            var _ = sqs.sendMessage(request.build());
            call.ok();
            confirmed.incrementAndGet();
            return true;
        } catch (SdkException gone) {
            call.unknown();
            return false;
        }
    }

    /** Receives and deletes until the server is gone; now and then keeps a message instead. */
    void consume(URI endpoint, String queue) {
        HistoryClient pen = history.client("consumer-" + clients.incrementAndGet());
        try (SqsClient sqs = client(endpoint)) {
            boolean up = true;
            while (up) {
                up = consumeOnce(sqs, endpoint, queue, pen, PAUSED_AFTER_ACKED) >= 0;
            }
        }
    }

    /** Receives and deletes until nothing has come for longer than a lease. */
    void drain(URI endpoint, String queue) {
        HistoryClient pen = history.client("drain-" + clients.incrementAndGet());
        try (SqsClient sqs = client(endpoint)) {
            int empty = 0;
            while (empty < 2) {
                int got = consumeOnce(sqs, endpoint, queue, pen, Integer.MAX_VALUE);
                if (got < 0) {
                    throw new AssertionError("the server failed while it was drained");
                }
                empty = got == 0 ? empty + 1 : 0;
            }
        }
    }

    /** Messages received; -1 when the server is gone. */
    private int consumeOnce(
            SqsClient sqs, URI endpoint, String queue, HistoryClient pen, int keepEach) {
        ReceiveCall call = pen.receive(queue, Duration.ofSeconds(LEASE_SECONDS).toMillis());
        List<Message> messages;
        try {
            messages =
                    sqs.receiveMessage(receive ->
                                    receive.queueUrl(url(endpoint, queue))
                                            .maxNumberOfMessages(5)
                                            .messageSystemAttributeNames(
                                                    MessageSystemAttributeName
                                                            .APPROXIMATE_RECEIVE_COUNT)
                                            .waitTimeSeconds(LEASE_SECONDS + 1))
                            .messages();
            call.ok(
                    messages.stream()
                            .map(got -> Received.of(got.body(), got.receiptHandle()))
                            .toList());
        } catch (SdkException gone) {
            call.unknown();
            return -1;
        }
        for (Message message : messages) {
            if (settled.get() % keepEach == keepEach - 1 && queue.equals(STANDARD)) {
                settled.incrementAndGet(); // kept: it must come back after its lease
            } else if (!delete(sqs, endpoint, queue, message, pen)) {
                return -1;
            }
        }
        return messages.size();
    }

    private boolean delete(
            SqsClient sqs, URI endpoint, String queue, Message message, HistoryClient pen) {
        long id = MessageBody.idOf(message.body()).orElse(Received.NOT_WHAT_WAS_SENT);
        PlainCall call = pen.settle(queue, id, new Settlement.Ack());
        try {
            var _ =
                    sqs.deleteMessage(delete ->
                            delete.queueUrl(url(endpoint, queue))
                                    .receiptHandle(message.receiptHandle()));
            call.ok();
            settled.incrementAndGet();
            return true;
        } catch (SdkException gone) {
            call.unknown();
            return false;
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d sends confirmed, %d settled", confirmed.get(), settled.get());
    }
}
