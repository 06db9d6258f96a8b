package dev.forebay.cli.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.cli.hello.Outcome.Kind;
import dev.forebay.cli.hello.Recipe.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes on a machine whose programs are made for the test. */
final class MachineTest {
    @TempDir private Path empty;
    @TempDir private Path folder;

    private Machine machine() {
        return Machine.of(empty + ":" + folder);
    }

    private void program(Path where, String name, String script) throws IOException {
        Path file = Files.writeString(where.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Recipe recipe(String client, Language language, String script) {
        return new Recipe(client, "", language, script, "");
    }

    @Test
    void a_client_that_is_here_is_run_as_one_would_type_it() throws Exception {
        program(folder, "carrier", "");
        Path sent = folder.resolve("sent");
        Outcome outcome =
                machine().run(recipe("carrier", Language.SHELL, "echo hi >'" + sent + "'"));
        assertThat(outcome.kind()).isEqualTo(Kind.SENT);
        assertThat(sent).hasContent("hi");
    }

    @Test
    void the_first_line_that_fails_ends_it_and_its_last_words_say_why() throws Exception {
        program(folder, "carrier", "");
        Outcome outcome =
                machine()
                        .run(
                                recipe(
                                        "carrier",
                                        Language.SHELL,
                                        "echo 'no pigeon left' >&2\n false\n echo well"));
        assertThat(outcome)
                .returns(Kind.FAILED, Outcome::kind)
                .returns("no pigeon left", Outcome::detail);
    }

    @Test
    void a_client_that_is_missing_is_passed_over_with_what_to_do() throws Exception {
        assertThat(machine().run(recipe("carrier", Language.SHELL, "")))
                .returns(Kind.SKIPPED, Outcome::kind)
                .returns("carrier is not on the search path", Outcome::detail);
        program(folder, "python3", "exit 1");
        assertThat(machine().run(recipe("pigeon", Language.PYTHON, "")).detail())
                .contains("pip install pigeon");
    }

    @Test
    void the_first_python_that_has_the_module_is_taken() throws Exception {
        program(empty, "python3", "exit 1");
        Path taken = folder.resolve("taken");
        program(folder, "python3", "[ \"$2\" = 'import pigeon' ] || echo \"$2\" >'" + taken + "'");
        Outcome outcome = machine().run(recipe("pigeon", Language.PYTHON, "pigeon.fly()"));
        assertThat(outcome.kind()).isEqualTo(Kind.SENT);
        assertThat(taken).hasContent("pigeon.fly()");
    }

    @Test
    void what_cannot_be_run_as_it_stands_is_not_run() throws Exception {
        Recipe recipe = new Recipe("carrier", "", Language.SHELL, "exit 1", "needs a key");
        assertThat(machine().run(recipe))
                .returns(Kind.SKIPPED, Outcome::kind)
                .returns("needs a key", Outcome::detail);
    }
}
