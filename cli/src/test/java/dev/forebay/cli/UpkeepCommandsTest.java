package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.cli.completion.Candidates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands that look after a server. */
final class UpkeepCommandsTest extends Forebay {
    @Test
    void settings_are_shown_with_their_origin() {
        assertThat(run("config", "show", "http.port"))
                .contains("--http-port")
                .doesNotContain("bind");
        assertThat(run("config", "show", "--changed", "-o", "name").lines())
                .contains("data.dir", "http.port")
                .doesNotContain("bind");
        assertThat(run("config", "show", "--origin", "-o", "name").lines())
                .contains("bind", "http.port");
        assertThat(run("config", "show", "--origin", "--http-port", "-o", "name").lines())
                .containsExactly("http.port");
        assertThat(server.run("config", "show", "-o", "json").json().path(0).has("origin"))
                .isTrue();
        assertThat(server.run("config", "reload").expect(ExitCode.OK).talk()).contains("read anew");
        assertThat(server.run("config", "show", "http.prot").expect(ExitCode.NOT_FOUND).talk())
                .contains("unknown setting \"http.prot\". Did you mean \"http.port\"?");
    }

    @Test
    void a_snapshot_is_on_disk_when_it_is_told() {
        assertThat(server.run("snapshot").expect(ExitCode.OK).talk())
                .contains("A checkpoint is on disk");
    }

    @Test
    void a_check_speaks_as_monitoring_wants_it() {
        run("queue", "create", "u-checked");
        assertThat(run("check", "u-checked"))
                .startsWith("FOREBAY OK - ")
                .contains("| queues=1 messages=0");
        run("send", "u-checked", "x");
        Ended deep = server.run("check", "u-checked", "--warn-depth", "0");
        assertThat(deep.code()).isEqualTo(1);
        assertThat(deep.data()).startsWith("FOREBAY WARNING - u-checked: holds 1 message");
        assertThat(server.run("check", "u-checked", "--critical-age", "0s").code()).isEqualTo(2);
        assertThat(server.run("check", "u-gone").code()).isEqualTo(3);
        assertThat(server.run("check", "--wran-age", "1s").code()).isEqualTo(3);
        Ended told = server.run("check", "u-checked", "--warn-depth", "0", "-o", "json");
        assertThat(told.json().path("state").asString()).isEqualTo("WARNING");
        assertThat(told.json().path("messages").asInt()).isEqualTo(1);
        Ended unreachable = Ended.of("", "check", "--server", "http://127.0.0.1:1");
        assertThat(unreachable.code()).isEqualTo(2);
        assertThat(unreachable.data()).startsWith("FOREBAY CRITICAL - no server answers");
    }

    @Test
    void alerts_are_listed_silenced_and_checked() {
        run("queue", "create", "u-full", "--max-depth", "1");
        run("send", "u-full", "x");
        await().until(() -> server.run("check", "u-full").code() == 2);
        assertThat(server.run("check", "u-full").data())
                .contains("u-full is at its limit of 1 message");
        JsonNode alert =
                server.run("alerts", "-o", "jsonl").jsonLines().stream()
                        .filter(one -> one.path("queue").asString("").equals("u-full"))
                        .findFirst()
                        .orElseThrow();
        assertThat(run("alerts")).contains("critical", "nearly-full", "u-full");
        assertThat(run("alerts", "-o", "wide")).contains("WHAT TO DO", "raise the limit");
        String number = alert.path("number").toString();
        Ended silenced = server.run("alerts", "silence", number, "--for", "5m");
        assertThat(silenced.expect(ExitCode.OK).talk()).contains("Nobody is told of alert");
        assertThat(run("check", "u-full")).startsWith("FOREBAY OK");
        assertThat(server.run("alerts", "unsilence", number).expect(ExitCode.OK).talk())
                .contains("told again");
        Ended unsilenced = server.run("alerts", "unsilence", number, "-o", "json");
        assertThat(unsilenced.expect(ExitCode.OK).json().path("number").isNumber()).isTrue();
        assertThat(server.run("check", "u-full").code()).isEqualTo(2);
        server.run("alerts", "silence", "999").expect(ExitCode.NOT_FOUND);
        run("queue", "rm", "u-full", "--yes");
        await().until(() ->
                run("alerts", "--ended", "-o", "name").lines().anyMatch(number::equals));
    }

    @Test
    void the_doctor_measures_the_disk_and_finds_what_is_missing() {
        List<JsonNode> findings = server.run("doctor", "-o", "jsonl").jsonLines();
        assertThat(findings)
                .extracting(finding -> finding.path("check").asString())
                .contains("server", "storage", "settings", "room", "permissions", "fsync");
        assertThat(findings.getLast().path("finding").asString()).contains("ms (median)");
        Ended missing = server.run("doctor", "--data", "/nowhere");
        assertThat(missing.expect(ExitCode.FAILED).data()).contains("no folder /nowhere");
        Ended other = server.run("doctor", "--data", "/");
        assertThat(other.expect(ExitCode.FAILED).data()).contains("/ holds no data of Forebay");
    }

    @Test
    void the_first_message_is_told_with_this_servers_address() {
        assertThat(run("hello"))
                .contains(server.uri() + "/v1/queues/hello/messages", "create-queue")
                .containsPattern("setUri.*amqp://guest:guest@127.0.0.1:[1-9]")
                .contains("URI.create(\"" + server.uri() + "\")", "AwsBasicCredentials")
                .doesNotContain("${");
        assertThat(run("hello", "-o", "name").lines())
                .containsExactly("curl", "aws", "boto3", "java-sqs", "pika", "java-amqp");
    }

    @Test
    void top_is_a_list_where_nobody_watches() {
        run("queue", "create", "u-busy");
        run("send", "u-busy", "x");
        assertThat(server.run("top", "-o", "json").expect(ExitCode.OK).json().isArray()).isTrue();
        assertThat(run("top")).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "sqs", "amqp"})
    void a_bench_measures_and_leaves_nothing(String protocol) {
        Ended bench =
                server.run("bench", protocol, "--rate", "100/s", "--for", "300ms", "-o", "jsonl");
        assertThat(bench.jsonLines())
                .extracting(row -> row.path("messages").asInt())
                .containsExactly(30, 30);
        assertThat(bench.jsonLines())
                .allSatisfy(row -> {
                    assertThat(row.path("wantedPerSecond").asInt()).isEqualTo(100);
                    assertThat(row.path("sentPerSecond").asDouble()).isPositive();
                    assertThat(row.path("held").asBoolean()).isEqualTo(bench.code() == 0);
                    assertThat(bench.talk()).contains(row.path("verdict").asString());
                });
        assertThat(bench.talk()).contains("of 100/s wanted");
        assertThat(run("queue", "ls", "bench-", "-o", "name")).isEmpty();
    }

    @Test
    void a_bench_wants_what_it_can_do() {
        for (String[] wrong :
                new String[][] {
                    {"--rate", "0"},
                    {"--rate", "10000000"},
                    {"--senders", "0"},
                    {"--size", "1GiB"},
                    {"--against", "http://127.0.0.1:1"},
                    {"amqp", "--against", "http://127.0.0.1:1"},
                    {"sqs", "--against", "amqp://127.0.0.1:1"},
                }) {
            String[] line =
                    Stream.concat(Stream.of("bench"), Stream.of(wrong)).toArray(String[]::new);
            assertThat(server.run(line).expect(ExitCode.USAGE).talk()).startsWith("forebay: ");
        }
        Ended nobody = server.run("bench", "amqp", "--against", "amqp://127.0.0.1:1");
        assertThat(nobody.expect(ExitCode.UNREACHABLE).talk()).contains("amqp://127.0.0.1:1");
    }

    @Test
    void what_is_exported_is_taken_over_again(@TempDir Path folder) throws Exception {
        run("queue", "create", "u-kept", "--lease", "7s");
        Path file = Files.writeString(folder.resolve("all.json"), run("export"));
        run("queue", "set", "u-kept", "--lease", "9s");
        assertThat(run("import", "forebay", file.toString(), "--dry-run"))
                .containsPattern("would change +queue +u-kept");
        run("import", "forebay", file.toString());
        assertThat(run("queue", "show", "u-kept")).containsPattern("leaseMillis +7s");
        run("queue", "rm", "u-kept", "--yes");
        assertThat(run("import", "forebay", file.toString()))
                .containsPattern("created +queue +u-kept");
        assertThat(server.feed(run("export"), "import", "forebay", "-").expect(ExitCode.OK).data())
                .containsPattern("is there +queue +u-kept");
        String other =
                """
                {"queues": [{"name": "@vhost/q", "settings": {}},
                            {"name": "u-kept", "settings": {"ordering": "by-key"}}],
                 "subscriptions": [{"queue": "@vhost/q", "name": "audit"}],
                 "schedules": [{"name": "odd", "queue": "u-kept", "when": "never", "message": {"body": 1}}]}
                """;
        for (String[] how : new String[][] {{"--dry-run"}, {}}) {
            String[] line =
                    Stream.concat(
                                    Stream.of("import", "forebay", "-", "-o", "jsonl"),
                                    Stream.of(how))
                            .toArray(String[]::new);
            assertThat(server.feed(other, line).expect(ExitCode.REFUSED).jsonLines())
                    .as("%s", List.of(how))
                    .hasSize(4)
                    .allMatch(row -> row.path("outcome").asString().equals("refused"));
        }
        assertThat(run("import", "forebay", file.toString()).lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("is there "));
    }

    @Test
    void completion_knows_commands_options_and_words() {
        assertThat(candidates("1", "qu")).containsExactly("queue");
        assertThat(candidates("2", "queue", "")).contains("ls", "create").doesNotContain("--help");
        assertThat(candidates("2", "receive", "--su")).containsExactly("--subscription");
        assertThat(candidates("4", "browse", "q", "--state", "d"))
                .containsExactly("dead-lettered", "delayed", "dropped");
        assertThat(candidates("4", "browse", "q", "--state", "ready,d")).contains("ready,delayed");
        assertThat(candidates("2", "help", "re"))
                .containsExactly("receive", "reject", "release", "replay", "replays");
        run("queue", "create", "u-completed");
        String at = server.uri().toString();
        assertThat(
                        candidates(
                                "7",
                                "queue",
                                "create",
                                "x",
                                "--server",
                                at,
                                "--dead-letter",
                                "u-comp"))
                .containsExactly("u-completed");
        assertThat(candidates("5", "config", "show", "--server", at, "http.po"))
                .containsExactly("http.port");
        assertThat(candidates("2", "start", "--http-po")).containsExactly("--http-port");
        assertThat(candidates("3", "config", "check", "--amqp-en"))
                .containsExactly("--amqp-enabled");
        assertThat(candidates("2", "verify", "")).isEmpty();
        assertThat(candidates("2", "completion", "")).containsExactly("bash", "fish", "zsh");
    }

    private static List<String> candidates(String place, String... words) {
        String[] asked = new String[words.length + 2];
        asked[0] = Candidates.ASK;
        asked[1] = place;
        System.arraycopy(words, 0, asked, 2, words.length);
        return Candidates.of(Commands.completing(List.of(words)), asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void each_shell_gets_a_script(String shell) {
        assertThat(Ended.of("", "completion", shell).expect(ExitCode.OK).data())
                .contains(Candidates.ASK);
    }

    @Test
    void commands_of_the_servers_program_point_to_the_launcher() {
        assertThat(Ended.of("", "config", "check", "--bind", "x").expect(ExitCode.USAGE).talk())
                .contains("./forebay config check --bind x");
    }
}
