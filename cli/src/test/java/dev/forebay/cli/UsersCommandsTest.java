package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server with users, and who may do what there. */
@ExtendWith(RunningServer.Shared.class)
final class UsersCommandsTest {
    @TempDir private static Path folder;
    private static RunningServer server;
    private static String password;
    private static Path config;

    @BeforeAll
    static void start() throws Exception {
        password = Files.writeString(folder.resolve("password"), "correct-horse\n").toString();
        config = Files.writeString(folder.resolve("forebay.yaml"), "");
        server =
                new RunningServer(
                        "--users-admin-password-file", password, "--config", config.toString());
    }

    @Test
    void a_reload_tells_what_changed_and_needs_a_restart() throws Exception {
        assertThat(asAdmin("config", "reload").expect(ExitCode.OK).talk())
                .contains("read anew")
                .doesNotContain("restart:");
        Files.writeString(config, "log.level: debug\n");
        assertThat(asAdmin("config", "reload").expect(ExitCode.OK).talk())
                .contains("only after a restart: log.level.");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Ended asAdmin(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--user";
        all[arguments.length + 1] = "admin";
        all[arguments.length + 2] = "--password-file";
        all[arguments.length + 3] = password;
        return server.run(all);
    }

    @Test
    void who_does_not_say_who_he_is_is_told_how() {
        Ended stranger = server.run("queue", "ls").expect(ExitCode.NOT_ALLOWED);
        assertThat(stranger.talk()).contains("--token", "--password-file", "context add");
        server.run("queue", "ls", "--user", "admin").expect(ExitCode.USAGE);
    }

    @Test
    void a_user_is_added_gets_a_token_and_may_what_he_was_granted() {
        asAdmin("queue", "create", "orders").expect(ExitCode.OK);
        asAdmin("users", "add", "worker", "--grant", "ord*=send,receive").expect(ExitCode.OK);
        String token =
                asAdmin("users", "token", "worker", "--valid", "1h", "-o", "name")
                        .expect(ExitCode.OK)
                        .data()
                        .strip();
        server.run("send", "orders", "x", "--token", token).expect(ExitCode.OK);
        Ended denied =
                server.run("queue", "purge", "orders", "-y", "--token", token)
                        .expect(ExitCode.NOT_ALLOWED);
        assertThat(denied.talk()).contains("\"worker\" may not").doesNotContain(token);
        assertThat(
                        asAdmin("users", "may", "worker", "purge", "orders")
                                .expect(ExitCode.NOT_ALLOWED)
                                .data())
                .contains("false");
        asAdmin("users", "may", "worker", "send", "orders").expect(ExitCode.OK);
        assertThat(asAdmin("users", "ls").data())
                .containsPattern("admin +active +admin")
                .contains("worker");
        assertThat(asAdmin("users", "show", "worker", "-o", "json").json().path("tokens"))
                .hasSize(1);
        asAdmin("users", "set", "worker", "--off").expect(ExitCode.OK);
        server.run("send", "orders", "x", "--token", token).expect(ExitCode.NOT_ALLOWED);
        assertThat(asAdmin("users", "rm", "worker", "--dry-run").talk())
                .contains("0 keys and 1 tokens");
        asAdmin("users", "rm", "worker", "--yes").expect(ExitCode.OK);
        asAdmin("users", "show", "worker").expect(ExitCode.NOT_FOUND);
    }

    @Test
    void keys_are_made_rotated_and_revoked_and_passwords_set() throws Exception {
        asAdmin("users", "add", "sqs", "--role", "publish").expect(ExitCode.OK);
        String key = asAdmin("users", "key", "sqs", "-o", "name").data().strip();
        Ended rotated = asAdmin("users", "key", "sqs", "--rotate", key, "-o", "json");
        assertThat(rotated.expect(ExitCode.OK).json().path("secret").asString()).isNotEmpty();
        asAdmin("users", "key", "sqs", "--revoke", key).expect(ExitCode.OK);
        Path other = Files.writeString(folder.resolve("other"), "battery-staple");
        asAdmin("users", "password", "sqs", "--new-password-file", other.toString())
                .expect(ExitCode.OK);
        server.run("queue", "ls", "--user", "sqs", "--password-file", other.toString())
                .expect(ExitCode.OK);
    }

    @Test
    void definitions_of_rabbitmq_are_imported_with_a_password() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("definitions.json"), "{\"vhosts\":[{\"name\":\"shop\"}]}");
        assertThat(
                        asAdmin("import", "rabbitmq", file.toString(), "-o", "jsonl")
                                .expect(ExitCode.OK)
                                .data())
                .contains("shop");
        assertThat(
                        server.run("import", "rabbitmq", file.toString())
                                .expect(ExitCode.NOT_ALLOWED)
                                .talk())
                .contains("Login failed. On the command line");
    }

    /**
     * The queues of this server, which wants signatures, are taken over by the one of all tests.
     */
    @Test
    void queues_and_messages_of_an_sqs_endpoint_are_taken_over() throws Exception {
        asAdmin("queue", "create", "shop-dead").expect(ExitCode.OK);
        asAdmin(
                        "queue",
                        "create",
                        "shop-orders",
                        "--lease",
                        "45s",
                        "--dead-letter",
                        "shop-dead",
                        "--max-attempts",
                        "3",
                        "--tag",
                        "team=blue")
                .expect(ExitCode.OK);
        asAdmin("queue", "create", "shop-f.fifo", "--ordering", "by-key").expect(ExitCode.OK);
        asAdmin("send", "shop-orders", "with a consumer").expect(ExitCode.OK);
        asAdmin("receive", "shop-orders").expect(ExitCode.OK);
        asAdmin("send", "shop-orders", "hi", "-H", "color=blue").expect(ExitCode.OK);
        asAdmin("send", "shop-orders", "later", "--delay", "50s").expect(ExitCode.OK);
        for (String body : List.of("1", "2", "3")) {
            asAdmin("send", "shop-f.fifo", body, "-k", "k", "--deduplication-id", "d" + body)
                    .expect(ExitCode.OK);
        }
        JsonNode key = asAdmin("users", "key", "admin", "-o", "json").expect(ExitCode.OK).json();
        String home = System.setProperty("user.home", folder.toString());
        try {
            profile(key.path("key").asString(), key.path("secret").asString());
            Ended dry = takeOver("--dry-run", "--with-messages");
            assertThat(dry.expect(ExitCode.PARTLY).data())
                    .containsPattern("would create +queue +shop-orders")
                    .containsPattern("would move +messages +shop-f.fifo +3");
            Forebay.server.run("queue", "show", "shop-orders").expect(ExitCode.NOT_FOUND);
            Ended taken = takeOver("--with-messages", "-o", "jsonl").expect(ExitCode.PARTLY);
            assertThat(moved(taken, "shop-f.fifo").path("affected").asInt()).isEqualTo(3);
            assertThat(moved(taken, "shop-f.fifo").path("left").asInt()).isZero();
            JsonNode orders = moved(taken, "shop-orders");
            assertThat(orders.path("affected").asInt()).isEqualTo(1);
            assertThat(orders.path("reason").asString())
                    .isEqualTo("2 left there: 1 delayed, 1 with a consumer or behind such");
            Ended again = takeOver("--queue-prefix", "shop-o", "-o", "jsonl").expect(ExitCode.OK);
            assertThat(again.jsonLines())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.path("outcome").asString()).isEqualTo("same");
                        assertThat(row.path("reason").asString())
                                .isEqualTo("left out: dead-letter queue \"shop-dead\"");
                    });
            assertThat(takeOver("--profile", "nope").expect(ExitCode.USAGE).talk())
                    .contains("no profile \"nope\"");
            takeOver("--endpoint-url", "http://127.0.0.1:1").expect(ExitCode.UNREACHABLE);
            profile(key.path("key").asString(), "not-the-secret");
            assertThat(takeOver().expect(ExitCode.FAILED).talk())
                    .contains("ListQueues was answered 403", "--profile");
        } finally {
            System.setProperty("user.home", home);
        }
        assertThat(Forebay.run("queue", "show", "shop-orders"))
                .containsPattern("leaseMillis +45s")
                .containsPattern("deadLetter.queue +shop-dead")
                .containsPattern("deadLetter.maxAttempts +3")
                .containsPattern("tags.team +blue");
        assertThat(Forebay.run("browse", "shop-orders", "-o", "jsonl"))
                .contains("\"hi\"", "\"color\":\"blue\"");
        assertThat(Forebay.server.run("browse", "shop-f.fifo", "-o", "jsonl").jsonLines())
                .extracting(
                        message -> message.path("key").asString() + message.path("body").asString())
                .containsExactly("k1", "k2", "k3");
        assertThat(Forebay.run("queue", "show", "shop-f.fifo"))
                .containsPattern("settings.ordering +by-key");
        assertThat(asAdmin("browse", "shop-f.fifo", "--state", "ready,leased", "-o", "name").data())
                .isEmpty();
    }

    private static void profile(String key, String secret) throws Exception {
        Path file = folder.resolve(".aws").resolve("credentials");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "[there]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                        .formatted(key, secret));
    }

    private static JsonNode moved(Ended taken, String queue) {
        return taken.jsonLines().stream()
                .filter(row -> row.path("outcome").asString().equals("move"))
                .filter(row -> row.path("name").asString().equals(queue))
                .findFirst()
                .orElseThrow();
    }

    /** With options in place of those that are meant without them. */
    private static Ended takeOver(String... more) {
        List<String> line = new ArrayList<>(List.of("import", "sqs"));
        line.addAll(List.of(more));
        Map.of(
                        "--endpoint-url", server.uri().toString(),
                        "--profile", "there",
                        "--queue-prefix", "shop-")
                .forEach((option, value) -> {
                    if (!line.contains(option)) {
                        line.addAll(List.of(option, value));
                    }
                });
        return Forebay.server.run(line.toArray(String[]::new));
    }
}
