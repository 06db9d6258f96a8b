package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.process.ServerProcess.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** The process as an operator meets it: what it prints, refuses, and ends with. */
class ProcessIT {
    @TempDir private Path folder;

    @Test
    void starts_on_a_free_port_says_what_is_where_and_stops_clean() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"))) {
            assertThat(String.join("\n", server.lines()))
                    .contains(" is ready, ")
                    .contains("data      " + folder.resolve("data"))
                    .contains("SQS       http://127.0.0.1:")
                    .contains("/health/ready")
                    .contains("kill " + server.pid());
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/metrics").body()).contains("forebay_log_failed 0.0");

            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void p10_what_was_sent_is_there_after_a_clean_stop_and_after_kill_9() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = sqs.createQueue(create -> create.queueName("kept")).queueUrl();
            var one = sqs.sendMessage(send -> send.queueUrl(queue).messageBody("one"));
            assertThat(one.messageId()).isNotBlank();
            assertThat(server.terminate()).isZero();
        }
        try (ServerProcess server = ServerProcess.start(data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = SqsLoad.url(server.endpoint(), "kept");
            var two = sqs.sendMessage(send -> send.queueUrl(queue).messageBody("two"));
            assertThat(two.messageId()).isNotBlank();
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = SqsLoad.url(server.endpoint(), "kept");
            assertThat(
                            sqs.receiveMessage(ask -> ask.queueUrl(queue).maxNumberOfMessages(10))
                                    .messages())
                    .extracting(message -> message.body())
                    .containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void a_second_start_on_the_folder_is_refused_with_the_holders_pid() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data)) {
            Ended second =
                    ServerProcess.run(
                            "start",
                            "--data",
                            data.toString(),
                            "--http-port",
                            "0",
                            "--amqp-port",
                            "0");

            assertThat(second.code()).isEqualTo(3);
            assertThat(second.err()).contains("in use by process " + server.pid());
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_data_folder_that_cannot_be_is_refused_in_plain_words() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        Ended on =
                ServerProcess.run(
                        "start", "--data", file.toString(), "--http-port", "0", "--amqp-port", "0");
        Ended below =
                ServerProcess.run(
                        "start",
                        "--data",
                        file.resolve("data").toString(),
                        "--http-port",
                        "0",
                        "--amqp-port",
                        "0");

        assertThat(on.code()).isEqualTo(3);
        assertThat(on.err()).contains(file + " is no folder", "--data").doesNotContain("java.");
        assertThat(below.code()).isEqualTo(3);
        assertThat(below.err()).contains("Not a directory").doesNotContain("java.");
    }

    @Test
    void a_port_that_is_taken_is_named_with_its_holder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended =
                    ServerProcess.run(
                            "start",
                            "--data",
                            folder.resolve("data").toString(),
                            "--http-port=" + taken.getLocalPort(),
                            "--amqp-port=0");

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .contains("port " + taken.getLocalPort() + " is taken by ")
                    .contains("http.port");
            if (Files.exists(Path.of("/proc/net/tcp"))) {
                assertThat(ended.err()).contains("pid " + ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void wrong_settings_are_all_told_and_end_with_2() throws Exception {
        Path file = Files.writeString(folder.resolve("forebay.yaml"), "http:\n  prot: 1\n");

        Ended ended =
                ServerProcess.run(
                        Map.of("FOREBAY_LOG_LEVEL", "loud"),
                        "start",
                        "--config",
                        file.toString(),
                        "--nonsense");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("forebay.yaml:2:3). Did you mean \"http.port\"?")
                .contains("unknown flag \"--nonsense\"")
                .contains("FOREBAY_LOG_LEVEL");
    }

    @Test
    void listening_to_strangers_needs_to_be_meant() throws Exception {
        Path data = folder.resolve("data");

        Ended ended = ServerProcess.run("start", "--data", data.toString(), "--bind", "0.0.0.0");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("bind (--bind) is 0.0.0.0", "no users yet", "--insecure");
        assertThat(data).doesNotExist();
        try (ServerProcess server = ServerProcess.start(data, "--bind", "0.0.0.0", "--insecure")) {
            assertThat(server.lines()).anyMatch(line -> line.contains("http://localhost:"));
        }
    }

    @Test
    void an_unknown_command_ends_with_2() throws Exception {
        assertThat(ServerProcess.run("strat").code()).isEqualTo(2);
    }

    @Test
    void a_stop_answers_long_polls_empty_and_does_not_wait_for_their_end() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"));
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = sqs.createQueue(create -> create.queueName("idle")).queueUrl();
            CompletableFuture<ReceiveMessageResponse> poll =
                    CompletableFuture.supplyAsync(() ->
                            sqs.receiveMessage(ask -> ask.queueUrl(queue).waitTimeSeconds(20)));
            Awaitility.await()
                    .until(() ->
                            get(server, "/metrics").body().contains("forebay_queue_consumers 1.0"));
            long before = System.nanoTime();

            assertThat(server.terminate()).isZero();

            assertThat(poll.get(1, TimeUnit.SECONDS).messages()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(8));
        }
    }

    private static HttpResponse<String> get(ServerProcess server, String path)
            throws IOException, InterruptedException {
        URI uri = server.endpoint().resolve(path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
