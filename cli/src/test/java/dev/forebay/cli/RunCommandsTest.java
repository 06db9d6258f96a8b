package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Dead letters brought back and messages delivered again, over the command line. */
final class RunCommandsTest extends Forebay {
    /** A queue with three messages that failed, two of one cause. */
    private static void fail(String queue) {
        run("queue", "create", queue, "--dead-letter", queue + "-dead");
        run("queue", "create", queue + "-dead");
        server.feed("1\n2\n3\n", "send", queue, "--lines").expect(ExitCode.OK);
        String[] leases = run("receive", queue, "-n", "3", "-o", "name").split("\n", -1);
        run("reject", queue, leases[0], leases[1], "--reason", "timeout");
        run("reject", queue, leases[2], "--reason", "no address");
    }

    @Test
    void dead_letters_are_grouped_by_cause_and_redriven_by_choice() {
        fail("r-some");
        assertThat(run("dead", "ls").lines().filter(line -> line.startsWith("r-some-dead")))
                .extracting(line -> line.replaceAll(" +", " "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("r-some 2", "timeout"),
                        line -> assertThat(line).contains("r-some 1", "no address"));
        assertThat(run("dead", "show", "r-some-dead", "--where", "error ~ \"address\""))
                .contains("no address")
                .doesNotContain("timeout");
        Ended dry =
                server.run(
                        "dead",
                        "redrive",
                        "r-some-dead",
                        "--where",
                        "error ~ \"timeout\"",
                        "--dry-run");
        assertThat(dry.expect(ExitCode.OK).talk()).contains("Would move 2 messages");
        assertThat(server.run("dead", "redrive", "r-some-dead").expect(ExitCode.USAGE).talk())
                .contains("Move 3 messages", "--yes");
        Ended moved =
                server.run(
                        "dead",
                        "redrive",
                        "r-some-dead",
                        "--yes",
                        "--where",
                        "error ~ \"timeout\"",
                        "--set-header",
                        "again=yes");
        assertThat(moved.expect(ExitCode.OK).talk()).contains("completed: 2 messages");
        assertThat(run("browse", "r-some", "--state", "ready", "-o", "jsonl").lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"again\":\"yes\""));
        assertThat(run("dead", "runs", "r-some-dead")).contains("completed");
        assertThat(run("dead", "ls", "r-some-dead", "-o", "json"))
                .contains("\"queue\":\"r-some-dead\"")
                .doesNotContain("timeout");
    }

    @Test
    void what_was_settled_is_copied_into_another_queue_and_given_again() {
        run("queue", "create", "r-past");
        run("queue", "create", "r-copy");
        server.feed("1\n2\n3\n", "send", "r-past", "--lines");
        run("receive", "r-past", "-n", "3", "--ack");
        assertThat(server.run("replay", "r-past", "--from", "1", "--dry-run").talk())
                .contains("Would deliver 2 messages again");
        JsonNode dry =
                server.run("replay", "r-past", "--from", "1", "--dry-run", "-o", "json").json();
        assertThat(dry.path("affected").asInt()).isEqualTo(2);
        Ended nowhere =
                server.run("replay", "r-past", "--from", "1", "--into-queue", "r-no", "--dry-run");
        assertThat(nowhere.expect(ExitCode.NOT_FOUND).talk())
                .contains("\"r-no\"", "forebay queue ls")
                .doesNotContain("Did you mean");
        server.run("replay", "r-past", "--from", "beginning").expect(ExitCode.USAGE);
        Ended copied =
                server.run(
                        "replay",
                        "r-past",
                        "--from",
                        "1",
                        "--into-queue",
                        "r-copy",
                        "--yes",
                        "--wait");
        assertThat(copied.expect(ExitCode.OK).talk()).contains("is done: 2 messages");
        assertThat(run("browse", "r-copy", "-o", "name").lines()).hasSize(2);
        run("replay", "r-past", "--from", "beginning", "--yes");
        assertThat(run("receive", "r-past", "--wait", "5s")).contains(" 1");
        assertThat(run("replays", "r-past", "-o", "name").lines()).hasSize(2);
        run(
                "replays",
                "r-past",
                "--cancel",
                run("replays", "r-past", "-o", "name").lines().toList().getLast());
    }
}
