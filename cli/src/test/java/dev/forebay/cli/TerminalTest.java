package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as processes of their own at a pseudo-terminal. */
final class TerminalTest extends Forebay {
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
            top.type("t-top", "q");
            assertThat(top.end()).isZero();
            assertThat(top.screen()).contains("\u001b[?1049h", "DEPTH").endsWith("\u001b[?1049l");
        }
    }

    @Test
    void what_takes_longer_than_a_second_tells_how_far_it_is() throws Exception {
        try (AtTerminal bench = at("bench --rate 20 --for 2s")) {
            // Whether the rate is held depends on the machine.
            assertThat(bench.end()).isIn(ExitCode.OK.number(), ExitCode.FAILED.number());
            assertThat(bench.screen()).containsPattern("of 40 messages sent, [\\d.]+/s, .* left");
        }
    }
}
