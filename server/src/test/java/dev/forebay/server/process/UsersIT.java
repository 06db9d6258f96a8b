package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The first administrator, as whoever sets up a server makes one. */
class UsersIT {
    private static final String ID = "FBAKTESTKEY";
    private static final String SECRET = "0123456789abcdefSECRET";
    private static final String PASSWORD = "correct-horse-battery";

    @TempDir private Path folder;

    private static SqsClient client(ServerProcess server, String secret) {
        return SqsClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, secret)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static int status(URI base, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(base.resolve(path)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void the_first_administrator_closes_the_doors_and_keeps_them_closed() throws Exception {
        Path data = folder.resolve("data");
        String key = file("key", ID + " " + SECRET + "\n").toString();
        String password = file("password", PASSWORD + "\n").toString();
        try (ServerProcess server =
                        ServerProcess.start(
                                data,
                                "--users-admin-key-file",
                                key,
                                "--users-admin-password-file",
                                password,
                                "--log-level",
                                "debug");
                SqsClient good = client(server, SECRET);
                SqsClient bad = client(server, "wrong")) {
            assertThat(server.lines()).anyMatch(line -> line.contains("signed with an access key"));
            good.createQueue(request -> request.queueName("q"));
            assertThatThrownBy(bad::listQueues).isInstanceOf(SqsException.class);
            assertThat(status(server.endpoint(), "/metrics")).isEqualTo(401);
            assertThat(status(server.endpoint(), "/health/live")).isEqualTo(200);
            assertThat(server.terminate()).isZero();
            assertThat(server.err()).doesNotContain(SECRET, PASSWORD);
        }
        try (ServerProcess server = ServerProcess.start(data, "--bind", "0.0.0.0");
                SqsClient good = client(server, SECRET);
                SqsClient bad = client(server, "wrong")) {
            assertThat(good.listQueues().queueUrls()).hasSize(1);
            assertThatThrownBy(bad::listQueues).isInstanceOf(SqsException.class);
        }
        assertOwnersAlone(data);
    }

    /** Nothing of the folder can be read by others, and no secret lies in it as it is. */
    private static void assertOwnersAlone(Path data) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(data)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        assertThat(files).anyMatch(file -> file.endsWith("server/access-key"));
        for (Path file : files) {
            if (!file.getFileName().toString().contains("lock")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo("rw-------");
            }
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as("%s", file)
                    .doesNotContain(SECRET, PASSWORD);
        }
    }

    @Test
    void a_key_file_without_a_key_is_refused() throws Exception {
        ServerProcess.Ended ended =
                ServerProcess.run(
                        "start",
                        "--data",
                        folder.resolve("data").toString(),
                        "--users-admin-key-file",
                        file("key", "nonsense").toString());

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("users.admin-key-file", "must hold");
    }
}
