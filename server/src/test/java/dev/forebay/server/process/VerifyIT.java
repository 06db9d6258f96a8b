package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.process.ServerProcess.Ended;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** {@code forebay verify} on folders that a real server wrote. */
class VerifyIT {
    @TempDir private Path folder;

    @Test
    void verify_tells_sound_from_damaged() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = sqs.createQueue(create -> create.queueName("kept")).queueUrl();
            for (int i = 0; i < 50; i++) {
                String body = ("message " + i + " ").repeat(100);
                var sent = sqs.sendMessage(send -> send.queueUrl(queue).messageBody(body));
                assertThat(sent.messageId()).isNotBlank();
            }
            assertThat(ServerProcess.run("verify", data.toString()).code()).isEqualTo(3);
            assertThat(server.terminate()).isZero();
        }
        Ended sound = ServerProcess.run("verify", data.toString());
        assertThat(sound.code()).as(sound.out() + sound.err()).isZero();

        spoil(data);

        Ended damaged = ServerProcess.run("verify", data.toString());
        assertThat(damaged.code()).isEqualTo(3);
        assertThat(damaged.out()).contains("corrupt");
    }

    @Test
    void p7_a_start_on_damaged_acknowledged_bytes_is_refused_with_their_place() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data);
                SqsClient sqs = SqsLoad.client(server.endpoint())) {
            String queue = sqs.createQueue(create -> create.queueName("kept")).queueUrl();
            for (int i = 0; i < 50; i++) {
                String body = "message " + i + " ";
                var sent = sqs.sendMessage(send -> send.queueUrl(queue).messageBody(body));
                assertThat(sent.messageId()).isNotBlank();
            }
            server.kill();
        }
        spoil(data);

        Ended refused =
                ServerProcess.run(
                        "start", "--data", data.toString(), "--http-port", "0", "--amqp-port", "0");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("corrupt: commit/").contains("serve-rest");
        try (ServerProcess server = ServerProcess.start(data, "--storage-on-damage", "serve-rest");
                SqsClient sqs = SqsLoad.client(server.endpoint());
                HttpClient http = HttpClient.newHttpClient()) {
            var healthy = sqs.createQueue(create -> create.queueName("other")).queueUrl();
            assertThat(sqs.sendMessage(send -> send.queueUrl(healthy).messageBody("x")).messageId())
                    .isNotBlank();
            HttpResponse<String> check =
                    http.send(
                            HttpRequest.newBuilder(
                                            server.endpoint().resolve("/health/checks/damage"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(check.statusCode()).isEqualTo(503);
            assertThat(check.body()).contains("commit/");
            assertThat(receiveAll(sqs, SqsLoad.url(server.endpoint(), "kept")))
                    .hasSize(49)
                    .noneMatch(body -> body.startsWith("message 25 "));
        }
    }

    private static Set<String> receiveAll(SqsClient sqs, String queue) {
        Set<String> all = new TreeSet<>();
        List<Message> some;
        do {
            some =
                    sqs.receiveMessage(ask -> ask.queueUrl(queue).maxNumberOfMessages(10))
                            .messages();
            some.forEach(message -> all.add(message.body()));
        } while (!some.isEmpty());
        return all;
    }

    @Test
    void p7_a_damaged_secret_is_found_and_its_copy_used_and_a_start_without_either_is_refused()
            throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data)) {
            assertThat(server.terminate()).isZero();
        }
        byte[] key = Files.readAllBytes(data.resolve("server/access-key"));
        flip(data.resolve("server/access-key"));
        Ended found = ServerProcess.run("verify", data.toString());
        assertThat(found.code()).isEqualTo(3);
        assertThat(found.out()).contains("corrupt: server/access-key");
        try (ServerProcess server = ServerProcess.start(data)) {
            assertThat(server.terminate()).isZero();
        }
        assertThat(data.resolve("server/access-key")).hasBinaryContent(key);

        flip(data.resolve("server/access-key"));
        flip(data.resolve("server/access-key.copy"));
        Ended refused =
                ServerProcess.run(
                        "start", "--data", data.toString(), "--http-port", "0", "--amqp-port", "0");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("server/access-key").contains("serve-rest");
        try (ServerProcess server =
                ServerProcess.start(data, "--storage-on-damage", "serve-rest")) {
            assertThat(server.terminate()).isZero();
        }
        assertThat(ServerProcess.run("verify", data.toString()).code()).isZero();
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[10] ^= 8;
        Files.write(file, bytes);
    }

    @Test
    void verify_of_no_folder_fails() throws Exception {
        assertThat(ServerProcess.run("verify", folder.resolve("none").toString()).code())
                .isEqualTo(1);
    }

    /** Flips a bit in the middle of the largest file that holds messages. */
    private static void spoil(Path data) throws IOException {
        Path victim;
        try (var files = Files.walk(data)) {
            victim =
                    files.filter(Files::isRegularFile)
                            .filter(file -> holds(file, "message 25 "))
                            .findFirst()
                            .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(victim);
        int at = indexOf(bytes, "message 25 ");
        bytes[at] ^= 1;
        Files.write(victim, bytes);
    }

    private static boolean holds(Path file, String text) {
        try {
            return indexOf(Files.readAllBytes(file), text) >= 0;
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void verify_needs_a_folder() throws Exception {
        assertThat(ServerProcess.run("verify").code()).isEqualTo(2);
    }
}
