package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Messages over the command line: sent, looked at, received, settled, traced. */
final class MessageCommandsTest extends Forebay {
    private static JsonNode first(String queue) {
        return server.run("browse", queue, "-o", "json").json().path(0);
    }

    @Test
    void a_message_is_sent_with_all_that_goes_with_it() {
        run("queue", "create", "m-all");
        String id =
                run(
                                "send", "m-all", "hello", "-k", "k1", "-H", "a=b", "--delay", "10s",
                                "-o", "name")
                        .strip();
        JsonNode message = first("m-all");
        assertThat(message.path("id").asString()).isEqualTo(id);
        assertThat(message.path("body").asString()).isEqualTo("hello");
        assertThat(message.path("key").asString()).isEqualTo("k1");
        assertThat(message.at("/headers/a").asString()).isEqualTo("b");
        assertThat(message.path("state").asString()).isEqualTo("delayed");
    }

    @Test
    void bodies_come_from_stdin_from_files_and_as_json(@TempDir Path folder) throws Exception {
        run("queue", "create", "m-bodies");
        server.feed("two\nlines\n", "send", "m-bodies").expect(ExitCode.OK);
        Path text = Files.writeString(folder.resolve("a.txt"), "of a file");
        Path bytes = Files.write(folder.resolve("b.bin"), new byte[] {(byte) 0xff, 0, 1});
        run("send", "m-bodies", "--file", text.toString(), "--file", bytes.toString());
        run("send", "m-bodies", "--json", "{\"n\": 1.10}");
        assertThat(server.run("browse", "m-bodies", "-o", "jsonl").jsonLines())
                .extracting(message -> message.path("body").toString())
                .containsExactly("\"two\\nlines\\n\"", "\"of a file\"", "\"/wAB\"", "{\"n\":1.10}");
        assertThat(server.run("send", "m-bodies", "--json", "{").expect(ExitCode.USAGE).talk())
                .contains("not JSON");
        server.run("send", "m-bodies", "x", "--lines").expect(ExitCode.USAGE);
        Ended both = server.run("send", "m-bodies", "--lines", "--file", "x");
        assertThat(both.expect(ExitCode.USAGE).talk()).startsWith("forebay: --");
        server.run("send", "m-bodies", "--file", "gone").expect(ExitCode.FAILED);
    }

    @Test
    void lines_of_stdin_are_messages_and_a_broken_one_costs_only_itself() {
        run("queue", "create", "m-lines");
        Ended ended =
                server.feed(
                        "{\"body\": 1}\n{\"boby\": 2}\n{\"body\": 3, \"id\": \"seen\"}\nno json\n",
                        "send",
                        "m-lines",
                        "--jsonl",
                        "-k",
                        "k",
                        "-o",
                        "name");
        ended.expect(ExitCode.PARTLY);
        assertThat(ended.lines()).hasSize(2);
        assertThat(ended.talk())
                .contains("line 2:", "boby", "line 4:", "Sent 2 messages", "2 failed");
        assertThat(server.run("browse", "m-lines", "-o", "jsonl").jsonLines())
                .extracting(message -> message.path("key").asString())
                .containsExactly("k", "k");
        server.feed("no json\n", "send", "m-lines", "--jsonl").expect(ExitCode.REFUSED);
    }

    @Test
    void what_is_browsed_and_received_can_be_sent_again_in_any_state() {
        run("queue", "create", "m-again");
        run("queue", "create", "m-from", "--dead-letter", "m-from-dead");
        run("queue", "create", "m-from-dead");
        run("send", "m-from", "in a while", "--delay", "1h", "-H", "color=red");
        server.feed("done\nleased\nready\n", "send", "m-from", "--lines");
        run("receive", "m-from", "--ack");
        String leased = run("receive", "m-from", "-o", "jsonl");
        String all = run("browse", "m-from", "-o", "jsonl");
        assertThat(all).contains("leaseEndsAt", "\"state\":\"scheduled\"");
        server.feed(leased, "send", "m-again", "--jsonl").expect(ExitCode.OK);
        Ended again = server.feed(all, "send", "m-again", "--jsonl").expect(ExitCode.OK);
        assertThat(again.talk()).contains("Sent 4 messages", "Of these, 1 had been settled");
        assertThat(server.run("browse", "m-again", "-o", "jsonl").jsonLines())
                .extracting(message -> message.path("body").asString())
                .containsExactly("leased", "done", "leased", "ready", "in a while");
        assertThat(server.feed(leased, "send", "m-again", "--jsonl").talk())
                .doesNotContain("settled");
    }

    @Test
    void what_is_scheduled_is_browsed_behind_all_others() {
        run("queue", "create", "m-later");
        run("send", "m-later", "b", "--delay", "2h", "-H", "n=2");
        run("send", "m-later", "a", "--delay", "1h", "-H", "n=1");
        run("send", "m-later", "now");
        assertThat(run("browse", "m-later", "-o", "wide")).contains("DUE");
        assertThat(bodies("m-later")).containsExactly("now", "a", "b");
        assertThat(bodies("m-later", "--state", "scheduled")).containsExactly("a", "b");
        assertThat(bodies("m-later", "--state", "scheduled", "--where", "header.n = 2"))
                .containsExactly("b");
        assertThat(bodies("m-later", "--from", "0")).containsExactly("now");
        assertThat(run("browse", "m-later", "--no-bodies", "-o", "jsonl")).doesNotContain("body\"");
        Ended one = server.run("browse", "m-later", "--limit", "1", "-o", "name");
        assertThat(one.lines()).hasSize(1);
        assertThat(one.talk()).contains("There are more");
        assertThat(server.run("browse", "m-later", "--limit", "3").talk()).isEmpty();
        server.run("browse", "m-later", "--state", "scheduled", "--from", "0")
                .expect(ExitCode.USAGE);
        server.run("tail", "m-later", "--state", "scheduled").expect(ExitCode.USAGE);
        assertThat(
                        server.run("browse", "m-later", "--state", "bogus")
                                .expect(ExitCode.USAGE)
                                .talk())
                .contains("\"bogus\"", "moved, scheduled");
    }

    private static List<String> bodies(String queue, String... more) {
        List<String> words = new ArrayList<>(List.of("browse", queue, "-o", "jsonl"));
        words.addAll(List.of(more));
        return server.run(words.toArray(String[]::new)).jsonLines().stream()
                .map(message -> message.path("body").asString())
                .toList();
    }

    @Test
    void many_lines_keep_their_order() {
        run("queue", "create", "m-many");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            lines.append(i).append('\n');
        }
        assertThat(server.feed(lines.toString(), "send", "m-many", "--lines").talk())
                .contains("Sent 2,500 messages");
        assertThat(
                        server
                                .run("browse", "m-many", "--limit", "0", "-o", "jsonl")
                                .jsonLines()
                                .stream()
                                .map(message -> message.path("body").asString() + "\n")
                                .reduce("", String::concat))
                .isEqualTo(lines.toString());
        Ended some = server.run("browse", "m-many", "--limit", "5", "-o", "name");
        assertThat(some.lines()).hasSize(5);
        assertThat(some.talk()).contains("There are more");
    }

    @Test
    void what_is_received_is_settled_by_its_lease() {
        run("queue", "create", "m-leases", "--dead-letter", "m-leases-dead");
        run("queue", "create", "m-leases-dead");
        server.feed("a\nb\nc\n", "send", "m-leases", "--lines");
        List<JsonNode> held =
                server.run("receive", "m-leases", "-n", "10", "-o", "jsonl").jsonLines();
        assertThat(held).hasSize(3);
        List<String> leases = held.stream().map(each -> each.path("lease").asString()).toList();
        run("extend", "m-leases", leases.get(0), "--lease", "10m");
        run("ack", "m-leases", leases.get(0));
        run("release", "m-leases", leases.get(1), "--delay", "0s", "--reason", "no luck");
        run("reject", "m-leases", leases.get(2), "--reason", "bad");
        assertThat(run("browse", "m-leases", "--state", "acked"))
                .contains(" a")
                .doesNotContain(" b");
        assertThat(run("receive", "m-leases", "--ack", "--wait", "5s")).contains(" b");
        Ended none = server.run("receive", "m-leases").expect(ExitCode.OK);
        assertThat(none.data()).isEmpty();
    }

    @Test
    void some_leases_settled_and_some_not_is_partly_done() {
        run("queue", "create", "m-partly");
        run("send", "m-partly", "x");
        String lease = run("receive", "m-partly", "-o", "name").strip();
        server.run("ack", "m-partly", lease, "made-up").expect(ExitCode.PARTLY);
        assertThat(server.run("ack", "m-partly", "made-up").expect(ExitCode.NOT_FOUND).talk())
                .contains("made-up: ");
    }

    @Test
    void browsing_takes_nothing_and_can_choose() {
        run("queue", "create", "m-looked");
        run("send", "m-looked", "red one", "-H", "color=red");
        run("send", "m-looked", "blue one", "-H", "color=blue");
        assertThat(run("browse", "m-looked", "--where", "header.color = red"))
                .contains("red one")
                .doesNotContain("blue one");
        assertThat(run("browse", "m-looked", "--from", "1")).doesNotContain("red one");
        assertThat(run("browse", "m-looked", "--no-bodies")).doesNotContain("one");
        assertThat(first("m-looked").path("attempts").asInt()).isZero();
        assertThat(
                        server.run("browse", "m-looked", "--where", "colour ===")
                                .expect(ExitCode.REFUSED)
                                .talk())
                .contains("at character");
    }

    @Test
    void a_tail_shows_the_newest_and_no_message_can_move_the_cursor() {
        run("queue", "create", "m-tail");
        server.feed("1\n2\n3\n\u001b[2Jboo\n", "send", "m-tail", "--lines");
        List<String> lines = run("tail", "m-tail", "-n", "2").lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).endsWith(" ready 3");
        assertThat(lines.get(1)).endsWith("␛[2Jboo");
        assertThat(run("browse", "m-tail")).doesNotContain("\u001b");
        assertThat(server.run("tail", "m-tail", "-o", "json").json().size()).isEqualTo(4);
    }

    @Test
    void a_trace_tells_the_whole_way_by_the_id_alone() {
        run("queue", "create", "m-way", "--dead-letter", "m-way-dead");
        run("queue", "create", "m-way-dead");
        String id = run("send", "m-way", "x", "-o", "name").strip();
        run(
                "reject",
                "m-way",
                run("receive", "m-way", "-o", "name").strip(),
                "--reason",
                "bad street");
        assertThat(run("trace", id))
                .contains("Message " + id)
                .contains("accepted in queue m-way, forebay-cli at 127.0.0.1 over http")
                .contains("leased in queue m-way, attempt 1")
                .contains(
                        "dead lettered in queue m-way-dead from queue m-way: rejected: bad street");
        assertThat(server.run("trace", id, "-o", "json").json().path("coverage").asString())
                .isEqualTo("whole");
        server.run("trace", "00000000-0000-0000-0000-000000000000").expect(ExitCode.NOT_FOUND);
        assertThat(server.run("trace", "nonsense").expect(ExitCode.NOT_FOUND).talk())
                .contains("there is no message \"nonsense\"");
    }
}
