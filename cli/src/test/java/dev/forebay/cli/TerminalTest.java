package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as processes of their own at a pseudo-terminal. */
final class TerminalTest extends Forebay {
    private static final int CTRL_C = 130;

    @TempDir private Path folder;

    @BeforeAll
    static void needsScript() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script"))
                        && Files.exists(Path.of("/proc/self")),
                "needs script of util-linux for a pseudo-terminal");
    }

    private AtTerminal at(String command) throws Exception {
        return AtTerminal.start(
                folder.resolve("screen"), command + " --server " + server.uri(), "TERM=xterm");
    }

    @Test
    void a_person_is_asked_before_messages_go_and_can_say_no_or_yes() throws Exception {
        run("queue", "create", "t-asked");
        run("send", "t-asked", "x");
        try (AtTerminal no = at("queue purge t-asked")) {
            no.type("Drop 1 message of queue \"t-asked\"? [y/N]", "n\n");
            assertThat(no.end()).isEqualTo(ExitCode.FAILED.number());
            assertThat(no.screen()).contains("nothing was done");
        }
        try (AtTerminal yes = at("queue purge t-asked")) {
            yes.type("? [y/N]", "y\n");
            assertThat(yes.end()).isZero();
            assertThat(yes.screen()).contains("Dropped 1 message");
        }
    }

    @Test
    void a_table_has_a_strong_head_unless_no_colour_is_wanted() throws Exception {
        run("queue", "create", "t-colour");
        try (AtTerminal colour = at("queue ls t-colour")) {
            assertThat(colour.end()).isZero();
            assertThat(colour.screen()).contains("\u001b[1mNAME");
        }
        String plain = "queue ls t-colour --server " + server.uri();
        try (AtTerminal none = AtTerminal.start(folder.resolve("plain"), plain, "NO_COLOR=1")) {
            assertThat(none.end()).isZero();
            assertThat(none.screen()).contains("NAME").doesNotContain("\u001b");
        }
    }

    @Test
    void top_takes_the_screen_shows_the_queues_and_gives_it_back() throws Exception {
        run("queue", "create", "t-top");
        run("send", "t-top", "x");
        try (AtTerminal top = at("top --every 200ms")) {
            top.type("t-top", "\u001b[B\u001b[A\r");
            top.type("Esc goes back", "\u001b");
            top.type("No consumers.", "q");
            assertThat(top.end()).isZero();
            assertThat(top.screen()).contains("> ", "oldestAgeMillis");
            assertThat(top.screen()).contains("\u001b[?1049h", "DEPTH").endsWith("\u001b[?1049l");
        }
    }

    @Test
    void a_tail_goes_on_as_messages_come_until_ctrl_c() throws Exception {
        run("queue", "create", "t-tail");
        run("send", "t-tail", "first of all");
        try (AtTerminal tail = at("tail -f t-tail")) {
            tail.type("first of all", "");
            run("send", "t-tail", "and another");
            tail.type("and another", "\u0003");
            assertThat(tail.end()).isEqualTo(CTRL_C);
        }
    }

    @Test
    void a_shell_completes_what_there_is_and_commands_go_where_the_context_says() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/bash")), "needs bash");
        String odd = "t-completed $(touch touched)";
        String ofRabbitmq =
                "{\"vhosts\": [{\"name\": \"/\"}], \"queues\": [{\"vhost\": \"/\", \"name\": \""
                        + odd
                        + "\", \"durable\": true}]}";
        server.feed(ofRabbitmq, "import", "rabbitmq", "-").expect(ExitCode.OK);
        try (AtTerminal shell = AtTerminal.shell(folder.resolve("screen"), folder)) {
            shell.type("> ", "forebay context add here --server " + server.uri() + "\n");
            shell.type(
                    "Commands go to " + server.uri(),
                    "forebay context add there --server http://127.0.0.1:1\n");
            shell.type("\"there\" is there.", "forebay context use th\t\n");
            shell.type("Commands go to http://127.0.0.1:1", "forebay queue ls\n");
            shell.type(
                    "no server answers at http://127.0.0.1:1",
                    "forebay queue show --context her\tt-compl\t-o name\n");
            shell.type("\r" + odd + "\r\n", "exit\n");
            assertThat(shell.end()).isZero();
            assertThat(Path.of("touched")).doesNotExist();
        }
    }

    @Test
    void a_pipe_that_nobody_reads_any_more_ends_the_command_and_acks_nothing_unread()
            throws Exception {
        run("queue", "create", "t-piped");
        server.feed("one\ntwo\n", "send", "t-piped", "--lines").expect(ExitCode.OK);
        Path out = folder.resolve("out");
        String command = AtTerminal.line("tail -f t-piped -o jsonl --server " + server.uri());
        Process pipe =
                new ProcessBuilder("sh", "-c", command + " | head -n 1")
                        .redirectOutput(out.toFile())
                        .start();
        Awaitility.await().until(() -> Files.readString(out).contains("\"one\""));
        run("send", "t-piped", "three");
        assertThat(pipe.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readAllLines(out)).hasSize(1);

        String receive = AtTerminal.line("receive t-piped -n 3 --ack --server " + server.uri());
        assertThat(new ProcessBuilder("sh", "-c", receive + " | true").start().waitFor()).isZero();
        assertThat(run("browse", "t-piped", "--state", "acked", "-o", "name")).isEmpty();
    }

    @Test
    void what_takes_longer_than_a_second_tells_how_far_it_is() throws Exception {
        try (AtTerminal bench = at("bench --rate 20 --for 4s")) {
            // Whether the rate is held depends on the machine.
            assertThat(bench.end()).isIn(ExitCode.OK.number(), ExitCode.FAILED.number());
            assertThat(bench.screen()).containsPattern("of 80 messages sent, [\\d.]+/s, .* left");
        }
    }
}
