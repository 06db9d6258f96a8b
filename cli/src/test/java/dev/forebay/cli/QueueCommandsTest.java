package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Queues over the command line. */
final class QueueCommandsTest extends Forebay {
    @Test
    void a_queue_is_made_with_any_setting_and_shown_with_the_names_of_the_api() {
        Ended made =
                server.run(
                        "queue",
                        "create",
                        "q-made",
                        "--lease",
                        "1m30s",
                        "--max-size",
                        "2MiB",
                        "--set",
                        "rates.delivery.perSecond=50",
                        "--set",
                        "idleReaderMillis=2d",
                        "--dead-letter",
                        "q-dead",
                        "--max-attempts",
                        "3",
                        "--tag",
                        "team=blue");
        made.expect(ExitCode.OK);
        assertThat(made.data()).isEmpty();
        assertThat(made.talk()).contains("\"q-made\" is there");
        JsonNode shown = server.run("queue", "show", "q-made", "-o", "json").json();
        JsonNode settings = shown.path("settings");
        assertThat(settings.path("leaseMillis").asLong()).isEqualTo(90_000);
        assertThat(settings.path("maxBytes").asLong()).isEqualTo(2 << 20);
        assertThat(settings.path("idleReaderMillis").asLong()).isEqualTo(172_800_000);
        assertThat(settings.at("/rates/delivery/perSecond").asInt()).isEqualTo(50);
        assertThat(settings.at("/deadLetter/maxAttempts").asInt()).isEqualTo(3);
        assertThat(shown.at("/tags/team").asString()).isEqualTo("blue");
        assertThat(run("queue", "show", "q-made"))
                .containsPattern("settings.leaseMillis +1m 30s")
                .containsPattern("settings.maxBytes +2.0 MiB");
    }

    @Test
    void a_list_has_five_forms() {
        run("queue", "create", "form-a");
        run("queue", "create", "form-b");
        run("send", "form-b", "x");
        assertThat(run("queue", "ls", "form-").lines().map(line -> line.split(" +", -1)[0]))
                .containsExactly("NAME", "form-a", "form-b");
        assertThat(run("queue", "ls", "form-", "-o", "wide")).contains("ORDERING", "SIZE");
        assertThat(run("queue", "ls", "form-", "-o", "name").lines())
                .containsExactly("form-a", "form-b");
        JsonNode json = server.run("queue", "ls", "form-", "-o", "json").json();
        assertThat(json.at("/1/stats/ready").asInt()).isEqualTo(1);
        assertThat(server.run("queue", "ls", "form-", "-o", "jsonl").jsonLines())
                .extracting(queue -> queue.path("settings"))
                .isEqualTo(json.valueStream().map(queue -> queue.path("settings")).toList());
        Ended none = server.run("queue", "ls", "form-c");
        assertThat(none.data()).isEmpty();
        assertThat(none.talk()).isEqualTo("No queues.\n");
        assertThat(server.run("queue", "ls", "form-c", "-o", "json").data()).isEqualTo("[]\n");
    }

    @Test
    void settings_change_and_a_limit_is_taken_away() {
        run("queue", "create", "changed", "--max-depth", "10");
        run("queue", "set", "changed", "--lease", "5s", "--set", "maxDepth=null");
        JsonNode settings =
                server.run("queue", "show", "changed", "-o", "json").json().path("settings");
        assertThat(settings.path("leaseMillis").asLong()).isEqualTo(5000);
        assertThat(settings.path("maxDepth").isNull()).isTrue();
        assertThat(
                        server.run("queue", "create", "changed", "--lease", "6s")
                                .expect(ExitCode.REFUSED)
                                .talk())
                .contains("leaseMillis", "forebay queue set");
        server.run("queue", "set", "changed").expect(ExitCode.USAGE);
        assertThat(server.run("queue", "set", "changed", "--set", "leesMillis=1").talk())
                .contains("\"leesMillis\"", "Did you mean \"leaseMillis\"?");
    }

    @Test
    void a_paused_queue_takes_nothing_until_it_is_resumed() {
        run("queue", "create", "paused");
        run("queue", "pause", "paused", "--sending");
        Ended refused = server.run("send", "paused", "x").expect(ExitCode.REFUSED);
        assertThat(refused.talk()).startsWith("forebay: ").contains("pause");
        run("queue", "resume", "paused");
        run("send", "paused", "x");
    }

    @Test
    void a_purge_and_a_deletion_say_how_many_messages_they_touch() {
        run("queue", "create", "emptied");
        server.feed("a\nb\nc\n", "send", "emptied", "--lines").expect(ExitCode.OK);
        assertThat(server.run("queue", "purge", "emptied", "--dry-run").talk())
                .contains("Would drop 3 messages");
        Ended nobody = server.run("queue", "purge", "emptied").expect(ExitCode.USAGE);
        assertThat(nobody.talk()).contains("Drop 3 messages", "--yes");
        assertThat(server.run("queue", "rm", "emptied", "--dry-run").talk())
                .contains("Would delete queue \"emptied\" with 3 messages");
        JsonNode dry = server.run("queue", "purge", "emptied", "--dry-run", "-o", "json").json();
        assertThat(dry.path("affected").asInt()).isEqualTo(3);
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        JsonNode purged = server.run("queue", "purge", "emptied", "--yes", "-o", "json").json();
        assertThat(purged.path("affected").asInt()).isEqualTo(3);
        assertThat(purged.path("dryRun").asBoolean()).isFalse();
        assertThat(purged.at("/stats/ready").asInt()).isZero();
        assertThat(server.run("queue", "purge", "emptied", "--yes").talk())
                .contains("Dropped 0 messages");
        assertThat(server.run("queue", "rm", "emptied", "-y").talk()).contains("with 0 messages");
        server.run("queue", "show", "emptied").expect(ExitCode.NOT_FOUND);
    }

    @Test
    void a_mistyped_queue_is_not_found_and_the_near_one_is_named() {
        run("queue", "create", "invoices");
        Ended missed = server.run("browse", "invocies").expect(ExitCode.NOT_FOUND);
        assertThat(missed.talk()).contains("invocies", "Did you mean \"invoices\"?");
        assertThat(missed.data()).isEmpty();
    }

    @Test
    void wrong_values_are_usage_and_say_what_is_accepted() {
        assertThat(
                        server.run("queue", "create", "x", "--lease", "soon")
                                .expect(ExitCode.USAGE)
                                .talk())
                .contains("soon", "30s");
        assertThat(
                        server.run("queue", "create", "x", "--max-size", "big")
                                .expect(ExitCode.USAGE)
                                .talk())
                .contains("big", "64KiB");
        assertThat(server.run("queue", "ls", "-o", "yaml").expect(ExitCode.USAGE).talk())
                .contains("\"yaml\"", "[table, wide, json, jsonl, name]");
        assertThat(
                        server.run("queue", "create", "x", "--ordering", "odd")
                                .expect(ExitCode.REFUSED)
                                .talk())
                .contains("by-key");
    }
}
