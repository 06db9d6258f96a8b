package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
    /** Reserved (tcpmux), and served by nobody these days. */
    private static final int UNUSED_PORT = 1;

    private final StringWriter data = new StringWriter();
    private final StringWriter talk = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Commands.of(arguments);
        commandLine.setOut(new PrintWriter(data, true)).setErr(new PrintWriter(talk, true));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help"})
    void alone_it_lists_the_commands(String argument) {
        assertThat(argument.isEmpty() ? run() : run(argument)).isZero();
        assertThat(data.toString()).contains("start", "verify", "demo", "audit", "First steps");
        assertThat(talk.toString()).isEmpty();
    }

    @Test
    void help_tells_what_a_command_takes() {
        assertThat(run("help", "queue", "create")).isZero();
        assertThat(data.toString()).startsWith("Usage: forebay queue create").contains("--lease");
        data.getBuffer().setLength(0);
        assertThat(run("help", "config", "check")).isZero();
        assertThat(data.toString())
                .contains("forebay config check [FLAG]...", "a start would take them")
                .doesNotContain("no server answers");
        assertThat(run("help", "queue", "crate")).isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains("Did you mean \"create\"?");
    }

    @Test
    void the_version_is_one_line() {
        assertThat(run("--version")).isZero();
        assertThat(data.toString()).matches("forebay \\S+ \\(Java \\d+.*\\)\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"strat", "dmeo", "verfy"})
    void a_mistyped_command_is_usage_with_a_suggestion(String wrong) {
        assertThat(run(wrong)).isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains(wrong).contains("Did you mean").contains("--help");
        assertThat(data.toString()).isEmpty();
    }

    @Test
    void an_unknown_option_is_usage() {
        assertThat(run("demo", "--fats")).isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains("--fats").contains("Did you mean \"--fast\"");
    }

    @Test
    void an_option_before_the_command_is_told_its_place() {
        assertThat(run("--server", "http://here", "queue", "ls"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains("\"--server\"", "behind the whole command");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9324",
                "ftp://here",
                "http://",
                "::",
                "http://me:secret@here",
                "http://here/there",
                "http://here:99999",
                "http://here?x"
            })
    void a_malformed_address_is_usage_and_says_what_is_accepted(String wrong) {
        assertThat(run("demo", "--url", wrong)).isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains(wrong).contains("http://HOST:PORT");
    }

    @Test
    void commands_of_the_server_point_to_the_launcher() {
        assertThat(run("start", "--data", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains("./forebay start --data x");
    }

    @Test
    void the_demo_explains_itself() {
        assertThat(run("demo", "--help")).isZero();
        assertThat(data.toString()).contains("--url", "--fast", "Exit codes");
    }

    @Test
    void a_server_that_is_not_there_is_unreachable() {
        assertThat(run("demo", "--url", "http://127.0.0.1:" + UNUSED_PORT))
                .isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(talk.toString()).contains("no server answers", ":" + UNUSED_PORT);
    }

    @Test
    void without_the_launcher_the_demo_has_no_server_of_its_own() {
        assertThat(run("demo")).isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains("./forebay demo", "--url");
    }
}
