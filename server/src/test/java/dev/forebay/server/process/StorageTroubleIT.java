package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A disk that fails, and one that is full, under the real process. */
class StorageTroubleIT {
    private static final String LARGE = "x".repeat(1_000_000);
    private static final int MOST_SENDS = 400;

    @TempDir private Path folder;

    /**
     * Files may not grow beyond 34 MiB: enough for the commit log, not for a full segment. The
     * kernel's refusal is a failed write like any other.
     */
    @Test
    void p6_after_a_failed_write_nothing_is_confirmed_and_everybody_is_told() throws Exception {
        List<String> limited = List.of("bash", "-c", "ulimit -f 34816 && exec \"$@\"", "limited");
        Path data = folder.resolve("data");
        int confirmed;
        try (ServerProcess server =
                        ServerProcess.startWithin(limited, data, "--storage-reserve", "0");
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = sqs.createQueue(create -> create.queueName("q")).queueUrl();
            confirmed = sendUntilRefused(sqs, queue);
            Awaitility.await().until(() -> get(server, "/health/ready").statusCode() == 503);

            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health/checks/storage").body()).contains("Storage failed");
            assertThat(get(server, "/metrics").body()).contains("forebay_log_failed 1.0");
            assertThatExceptionOfType(SqsException.class)
                    .isThrownBy(() -> sqs.receiveMessage(ask -> ask.queueUrl(queue)))
                    .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(503));

            assertThat(server.terminate()).isEqualTo(4);
        }
        try (ServerProcess server = ServerProcess.start(data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            assertThat(receiveAll(sqs, SqsLoad.url(server.endpoint(), "q")))
                    .isGreaterThanOrEqualTo(confirmed);
        }
    }

    @Test
    void p8_a_full_disk_refuses_sends_keeps_the_rest_going_and_resumes_by_itself()
            throws Exception {
        Path data = Files.createDirectories(folder.resolve("small"));
        List<String> small = SmallDisk.of(data, "300m");
        assumeTrue(SmallDisk.works(small), "user name spaces are not to be had here");
        try (ServerProcess server = ServerProcess.startWithin(small, data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = sqs.createQueue(create -> create.queueName("q")).queueUrl();
            var first = sqs.sendMessage(send -> send.queueUrl(queue).messageBody("first"));
            assertThat(first.messageId()).isNotBlank();
            Path ballast = SmallDisk.fill(server, data);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> get(server, "/health/checks/disk").statusCode() == 503);
            assertThatExceptionOfType(SqsException.class)
                    .isThrownBy(
                            () -> sqs.sendMessage(send -> send.queueUrl(queue).messageBody("no")))
                    .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(503));
            List<Message> received = sqs.receiveMessage(ask -> ask.queueUrl(queue)).messages();
            assertThat(received).extracting(Message::body).containsExactly("first");
            var deleted =
                    sqs.deleteMessage(delete ->
                            delete.queueUrl(queue)
                                    .receiptHandle(received.getFirst().receiptHandle()));
            assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(200);

            Files.delete(ballast);
            long freed = System.nanoTime();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptionsInstanceOf(SqsException.class)
                    .until(
                            () ->
                                    sqs.sendMessage(send -> send.queueUrl(queue).messageBody("yes"))
                                            .messageId(),
                            id -> !id.isBlank());
            assertThat(Duration.ofNanos(System.nanoTime() - freed))
                    .isLessThan(Duration.ofSeconds(4));
            assertThat(server.terminate()).isZero();
        }
    }

    /** Nothing is taken away from outside: what was settled makes the room. */
    @Test
    void p8_a_disk_full_of_messages_takes_sends_again_once_they_are_settled() throws Exception {
        Path data = Files.createDirectories(folder.resolve("small"));
        List<String> small = SmallDisk.of(data, "300m");
        assumeTrue(SmallDisk.works(small), "user name spaces are not to be had here");
        try (ServerProcess server = ServerProcess.startWithin(small, data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = sqs.createQueue(create -> create.queueName("q")).queueUrl();
            String other = sqs.createQueue(create -> create.queueName("other")).queueUrl();
            int sent = sendUntilRefused(sqs, queue);
            assertThat(sqs.deleteQueue(delete -> delete.queueUrl(other)).sdkHttpResponse())
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200));

            assertThat(receiveAndDeleteAll(sqs, queue)).isEqualTo(sent);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptionsInstanceOf(SqsException.class)
                    .until(
                            () ->
                                    sqs.sendMessage(send -> send.queueUrl(queue).messageBody("yes"))
                                            .messageId(),
                            id -> !id.isBlank());
            assertThat(receiveAll(sqs, queue)).isEqualTo(1);
        }
    }

    private static int receiveAndDeleteAll(SqsClient sqs, String queue) {
        int all = 0;
        List<Message> some;
        do {
            some = sqs.receiveMessage(ask -> ask.queueUrl(queue).maxNumberOfMessages(1)).messages();
            for (Message message : some) {
                var _ =
                        sqs.deleteMessage(delete ->
                                delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
            all += some.size();
        } while (!some.isEmpty());
        return all;
    }

    private static int sendUntilRefused(SqsClient sqs, String queue) {
        for (int sent = 0; sent < MOST_SENDS; sent++) {
            try {
                var _ = sqs.sendMessage(send -> send.queueUrl(queue).messageBody(LARGE));
            } catch (SqsException refused) {
                assertThat(refused.statusCode()).isEqualTo(503);
                return sent;
            }
        }
        throw new AssertionError("storage never failed");
    }

    private static int receiveAll(SqsClient sqs, String queue) {
        int all = 0;
        List<Message> some;
        do {
            some =
                    sqs.receiveMessage(ask ->
                                    ask.queueUrl(queue)
                                            .maxNumberOfMessages(1)
                                            .visibilityTimeout(600))
                            .messages();
            all += some.size();
        } while (!some.isEmpty());
        return all;
    }

    private static HttpResponse<String> get(ServerProcess server, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(server.endpoint().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
