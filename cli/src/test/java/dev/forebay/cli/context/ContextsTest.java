package dev.forebay.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.api.Credentials;
import dev.forebay.cli.context.Target.Said;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which server is meant, and who asks. */
final class ContextsTest {
    private static final URI PROD = URI.create("https://prod:9324");
    private static final URI TEST = URI.create("http://test:9324");
    private static final Said NOTHING = new Said("", "", "", "", "");

    @TempDir private Path folder;

    private Contexts two() throws CommandFailed {
        Contexts contexts = Contexts.in(folder.resolve("deep/contexts.json"));
        contexts.add(new Context("prod", PROD, "secret", "", ""));
        contexts.add(new Context("test", TEST, "", "", ""));
        return contexts;
    }

    @Test
    void they_are_kept_readable_by_their_user_alone() throws Exception {
        two().save();
        Path file = folder.resolve("deep/contexts.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Contexts.in(file).all()).containsExactlyElementsOf(two().all());
        assertThat(Contexts.in(file).current())
                .hasValueSatisfying(first -> assertThat(first.toString()).doesNotContain("secret"));
    }

    @Test
    void an_unknown_one_is_not_found_and_the_near_one_is_named() {
        assertThatThrownBy(() -> two().get("prd")).hasMessageContaining("Did you mean \"prod\"?");
    }

    @Test
    void a_broken_file_is_told() throws Exception {
        Path file = Files.writeString(folder.resolve("contexts.json"), "{");
        assertThatThrownBy(() -> Contexts.in(file)).hasMessageContaining(file.toString());
    }

    @Test
    void the_line_outranks_the_environment_and_that_the_context() throws Exception {
        assertThat(Target.choose(NOTHING, Map.of(), two()))
                .isEqualTo(new Target(PROD, new Credentials.Token("secret")));
        assertThat(Target.choose(NOTHING, Map.of("FOREBAY_CONTEXT", "test"), two()).server())
                .isEqualTo(TEST);
        Map<String, String> variables =
                Map.of("FOREBAY_SERVER", "http://other:1", "FOREBAY_TOKEN", "other");
        assertThat(Target.choose(NOTHING, variables, two()))
                .isEqualTo(
                        new Target(URI.create("http://other:1"), new Credentials.Token("other")));
        assertThat(Target.choose(new Said("http://line:1", "", "mine", "", ""), variables, two()))
                .isEqualTo(new Target(URI.create("http://line:1"), new Credentials.Token("mine")));
        assertThat(Target.choose(new Said("", "prod", "", "", ""), variables, two()))
                .isEqualTo(new Target(PROD, new Credentials.Token("secret")));
    }

    @Test
    void credentials_of_a_context_go_to_its_server_alone() throws Exception {
        assertThat(Target.choose(new Said("http://line:1", "", "", "", ""), Map.of(), two()).who())
                .isEqualTo(new Credentials.Nobody());
    }

    @Test
    void with_nothing_said_it_is_this_machine() throws Exception {
        Contexts none = Contexts.in(folder.resolve("none.json"));
        assertThat(Target.choose(NOTHING, Map.of(), none).server())
                .isEqualTo(URI.create("http://127.0.0.1:9324"));
    }
}
