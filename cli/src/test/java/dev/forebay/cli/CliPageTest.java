package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/cli.md do what the page says. */
final class CliPageTest {
    private static final String PROMPT = "$ ";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern LEASE = Pattern.compile("\\bT[\\w-]{40,}");
    private static final Set<String> WITHOUT_SERVER = Set.of("context", "completion");

    @TempDir private Path home;
    private String id = "";
    private String lease = "";

    /**
     * What is typed and what is shown.
     *
     * @param lines each is among the lines shown; … stands for anything
     */
    private record Example(String command, List<String> lines) {}

    @Test
    void every_example_of_the_page_is_so() throws Exception {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(20);
        String before = System.setProperty("user.home", home.toString());
        try (RunningServer server = new RunningServer()) {
            for (Example example : examples) {
                List<String> shown = perform(example.command(), server).lines().toList();
                for (String line : example.lines()) {
                    assertThat(shown)
                            .as("%s", example.command())
                            .anyMatch(each -> pattern(line).matcher(spaced(each)).matches());
                }
            }
        } finally {
            System.setProperty("user.home", before);
        }
    }

    private static List<Example> examples() throws Exception {
        List<Example> examples = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("../docs/cli.md"))) {
            if (line.startsWith("```")) {
                assertThat(line).isIn("```console", "```");
                inside = !inside;
            } else if (inside && line.startsWith(PROMPT)) {
                examples.add(new Example(line.substring(PROMPT.length()), new ArrayList<>()));
            } else if (inside) {
                examples.getLast().lines().add(line);
            }
        }
        return examples;
    }

    /** Runs a line, of which one command may feed the next. */
    private String perform(String line, RunningServer server) {
        String stdin = "";
        String shown = "";
        for (String part : line.split(" \\| ", -1)) {
            Ended ended = Ended.of(stdin, words(part, server));
            stdin = ended.data();
            shown = ended.talk() + ended.data();
        }
        Matcher ids = ID.matcher(shown);
        id = ids.find() ? ids.group() : id;
        Matcher leases = LEASE.matcher(shown);
        lease = leases.find() ? leases.group() : lease;
        return shown;
    }

    private String[] words(String part, RunningServer server) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(part);
        while (matcher.find()) {
            String word = matcher.group().replaceAll("^['\"]|['\"]$", "");
            words.add(word.replaceAll("^MESSAGE-ID$", id).replaceAll("^LEASE$", lease));
        }
        assertThat(words.removeFirst()).isEqualTo("forebay");
        if (!WITHOUT_SERVER.contains(words.getFirst())) {
            words.addAll(List.of("--server", server.uri().toString()));
        }
        return words.toArray(String[]::new);
    }

    private static String spaced(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    private static Pattern pattern(String line) {
        return Pattern.compile("\\Q" + spaced(line).replace("…", "\\E.*\\Q") + "\\E");
    }
}
