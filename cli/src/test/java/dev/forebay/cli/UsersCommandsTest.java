package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with users, and who may do what there. */
final class UsersCommandsTest {
    @TempDir private static Path folder;
    private static RunningServer server;
    private static String password;

    @BeforeAll
    static void start() throws Exception {
        password = Files.writeString(folder.resolve("password"), "correct-horse\n").toString();
        server = new RunningServer("--users-admin-password-file", password);
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
}
