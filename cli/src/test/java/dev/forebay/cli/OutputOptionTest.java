package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every command of the command line prints in the forms that all have. */
final class OutputOptionTest extends Forebay {
    /** Those that have none, and why. */
    private static final Map<String, String> WITHOUT =
            Map.of(
                    "forebay start", "the server's program",
                    "forebay verify", "the server's program",
                    "forebay config check", "the server's program",
                    "forebay demo", "a play, and not data",
                    "forebay export", "prints one document, which import reads",
                    "forebay completion", "prints a script",
                    "forebay help", "prints what people read");

    @Test
    void all_that_print_data_take_o_with_the_same_forms() {
        Map<String, CommandSpec> commands = new TreeMap<>();
        gather(Commands.all(), commands);
        assertThat(commands)
                .hasSizeGreaterThan(40)
                .containsKeys(WITHOUT.keySet().toArray(String[]::new));
        commands.forEach((name, command) -> {
            OptionSpec form = command.findOption("-o");
            if (WITHOUT.containsKey(name)) {
                assertThat(form).as(name).isNull();
            } else {
                assertThat(form).as(name).isNotNull();
                assertThat(form.longestName()).as(name).isEqualTo("--output");
                assertThat(form.completionCandidates())
                        .as(name)
                        .containsExactly("table", "wide", "json", "jsonl", "name");
            }
        });
    }

    /** Those that need nothing but a server; others' tests read what they print. */
    @Test
    void all_that_take_no_more_than_a_server_print_json_to_stdout() {
        Map<String, CommandSpec> commands = new TreeMap<>();
        gather(Commands.all(), commands);
        commands.keySet().removeAll(WITHOUT.keySet());
        commands.remove("forebay bench"); // takes its time
        commands.remove("forebay import sqs"); // needs a source, too
        commands.values()
                .removeIf(command ->
                        command.findOption("--server") == null
                                || command.args().stream().anyMatch(ArgSpec::required));
        assertThat(commands).containsKeys("forebay snapshot", "forebay config reload");
        commands.keySet()
                .forEach(name -> {
                    String line = name.substring("forebay ".length()) + " -o json";
                    Ended ended = server.run(line.split(" "));
                    assertThat(ended.data()).as("%s: %s", name, ended.talk()).isNotBlank();
                    assertThat(ended.json().isContainer()).as(name).isTrue();
                });
    }

    @Test
    void all_say_what_they_do_and_how_they_end() {
        Map<String, CommandSpec> commands = new TreeMap<>();
        gather(Commands.all(), commands);
        commands.forEach((name, command) -> {
            assertThat(command.usageMessage().description()).as(name).isNotEmpty();
            assertThat(command.usageMessage().description())
                    .as(name)
                    .allMatch(line -> line.length() < command.usageMessage().width());
            assertThat(command.usageMessage().description()[0])
                    .as("%s, as the list of commands has it", name)
                    .endsWith(".");
            assertThat(command.usageMessage().exitCodeList()).as(name).isNotEmpty();
            command.options()
                    .forEach(option ->
                            assertThat(String.join(" ", option.description()))
                                    .as("%s %s", name, option.longestName())
                                    .matches("(?s).*\\S.*[.)]"));
            command.positionalParameters()
                    .forEach(parameter ->
                            assertThat(parameter.description())
                                    .as("%s %s", name, parameter.paramLabel())
                                    .isNotEmpty());
        });
    }

    /** The commands that do something. */
    private static void gather(CommandLine from, Map<String, CommandSpec> found) {
        if (!(from.getCommandSpec().userObject() instanceof Subcommands)) {
            found.put(from.getCommandSpec().qualifiedName(), from.getCommandSpec());
        }
        from.getSubcommands().values().forEach(below -> gather(below, found));
    }
}
