package dev.forebay.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forebay.log.DamagePolicy;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    private static final String FILE = "forebay.yaml";

    @Test
    void what_nobody_sets_has_its_default() throws InvalidSettings {
        Settings settings = read(List.of(), Map.of(), "");

        assertThat(settings.get(Registry.HTTP_PORT)).isEqualTo(9324);
        assertThat(settings.get(Registry.BIND)).isEqualTo("127.0.0.1");
        assertThat(settings.get(Registry.INSECURE)).isFalse();
        assertThat(settings.get(Registry.TLS_KEY)).isEqualTo(Optional.empty());
        assertThat(settings.isSet(Registry.HTTP_PORT)).isFalse();
    }

    @Test
    void a_flag_outranks_a_variable_and_a_variable_the_file() throws InvalidSettings {
        String file = "http:\n  port: 1\n  max-connections: 1\nbind: ::1\n";
        Map<String, String> variables =
                Map.of("FOREBAY_HTTP_PORT", "2", "FOREBAY_HTTP_MAX_CONNECTIONS", "2");

        Settings settings = read(List.of("--http-port", "3"), variables, file);

        assertThat(settings.get(Registry.HTTP_PORT)).isEqualTo(3);
        assertThat(settings.get(Registry.HTTP_MAX_CONNECTIONS)).isEqualTo(2);
        assertThat(settings.get(Registry.BIND)).isEqualTo("::1");
    }

    @Test
    void sizes_times_and_choices_are_read_as_people_write_them() throws InvalidSettings {
        String file =
                """
                http.max-body: 1 MiB
                http.idle-timeout: 2m
                storage: { on-damage: serve-rest, reserve: 1GB }
                log.format: JSON
                """;

        Settings settings = read(List.of(), Map.of(), file);

        assertThat(settings.get(Registry.HTTP_MAX_BODY)).isEqualTo(1L << 20);
        assertThat(settings.get(Registry.HTTP_IDLE_TIMEOUT)).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.get(Registry.STORAGE_RESERVE)).isEqualTo(1_000_000_000L);
        assertThat(settings.get(Registry.STORAGE_ON_DAMAGE)).isEqualTo(DamagePolicy.SERVE_REST);
        assertThat(settings.get(Registry.LOG_FORMAT)).isEqualTo(Registry.LogFormat.JSON);
    }

    @Test
    void addresses_are_of_http_and_name_a_host() throws InvalidSettings {
        Settings settings = read(List.of("--otel-endpoint", "https://c:4318/x"), Map.of(), "");

        assertThat(settings.get(Registry.OTEL_ENDPOINT)).contains(URI.create("https://c:4318/x"));
        for (String wrong : List.of("c:4318", "ftp://c", "http://", "http://c?a=b", "http://a b")) {
            assertThatThrownBy(() -> read(List.of("--otel-endpoint", wrong), Map.of(), ""))
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageContaining("an address such as");
        }
    }

    @Test
    void short_flags_equal_signs_and_switches_work() throws InvalidSettings {
        Settings settings =
                read(List.of("--data", "/x", "--http-port=0", "--insecure"), Map.of(), "");

        assertThat(settings.get(Registry.DATA_DIR)).isEqualTo(Path.of("/x"));
        assertThat(settings.get(Registry.HTTP_PORT)).isZero();
        assertThat(settings.get(Registry.INSECURE)).isTrue();
    }

    @Test
    void a_mistyped_key_names_its_place_and_what_was_meant() {
        assertThat(problems(List.of(), Map.of(), "bind: ::1\n\nhttp:\n  prot: 1\n"))
                .containsExactly(
                        "unknown setting \"http.prot\" (forebay.yaml:4:3). Did you mean"
                                + " \"http.port\"?");
    }

    @Test
    void a_mistyped_flag_or_variable_is_an_error_too() {
        assertThat(problems(List.of("--htpp-port", "1"), Map.of("FOREBAY_BINDD", "x"), ""))
                .containsExactly(
                        "unknown flag \"--htpp-port\". Did you mean \"--http-port\"?",
                        "unknown setting \"FOREBAY_BINDD\". Did you mean \"FOREBAY_BIND\"?");
    }

    @Test
    void a_bad_value_names_key_place_and_accepted_form() {
        assertThat(problems(List.of("--http-port", "70000"), Map.of(), "log.format: xml"))
                .containsExactly(
                        "bad value \"70000\" for http.port (--http-port); accepted is a whole number"
                                + " from 0 to 65535.",
                        "bad value \"xml\" for log.format (forebay.yaml:1:1); accepted is text or"
                                + " json.");
    }

    @Test
    void a_value_that_is_nearly_right_gets_a_suggestion() {
        String file =
                """
                log.format: jsn
                stop.timeout: 5
                http.idle-timeout: 2 minutes
                http.max-body: 1M
                insecure: ture
                storage.reserve: 1Q
                """;

        assertThat(problems(List.of(), Map.of(), file))
                .extracting(problem -> problem.replaceFirst(".*?(Did you mean .*)?$", "$1"))
                .containsExactly(
                        "Did you mean \"json\"?",
                        "Did you mean \"5s\"?",
                        "Did you mean \"2m\"?",
                        "Did you mean \"1MiB\"?",
                        "Did you mean \"true\"?",
                        "");
    }

    @Test
    void a_setting_is_named_with_the_place_of_the_value_in_force() throws InvalidSettings {
        Settings settings =
                read(
                        List.of("--tls-key", "k"),
                        Map.of("FOREBAY_LOG_LEVEL", "warn"),
                        "\nbind: ::1\ntls.key: other\n");

        assertThat(settings.naming(Registry.BIND)).isEqualTo("bind (forebay.yaml:2:1)");
        assertThat(settings.naming(Registry.TLS_KEY)).isEqualTo("tls.key (--tls-key)");
        assertThat(settings.naming(Registry.LOG_LEVEL)).isEqualTo("log.level (FOREBAY_LOG_LEVEL)");
        assertThat(settings.naming(Registry.HTTP_PORT)).isEqualTo("http.port");
    }

    @Test
    void everything_wrong_is_told_at_once() {
        assertThat(
                        problems(
                                List.of("--nope", "stray", "--bind"),
                                Map.of("FOREBAY_LOG_LEVEL", "loud"),
                                "http.port: -1\nhttp.port: 2\ntls: [a]\n"))
                .hasSize(6)
                .anyMatch(problem -> problem.contains("given twice"))
                .anyMatch(problem -> problem.contains("a list is not accepted for tls"))
                .anyMatch(problem -> problem.startsWith("--bind needs a value"));
    }

    @Test
    void broken_yaml_is_told_with_line_and_column() {
        assertThat(problems(List.of(), Map.of(), "bind: [1\nx: 2\n"))
                .singleElement()
                .asString()
                .startsWith("not valid YAML (forebay.yaml:2:");
    }

    @Test
    void a_file_cannot_name_another_file() {
        assertThat(problems(List.of(), Map.of(), "config: more.yaml\n"))
                .containsExactly(
                        "setting \"config\" has no meaning in a file (forebay.yaml:1:1); give it by"
                                + " --config or FOREBAY_CONFIG.");
    }

    @Test
    void a_settings_file_that_is_not_there_is_an_error() {
        InvalidSettings wrong =
                catchThrowableOfType(
                        InvalidSettings.class,
                        () ->
                                SettingsReader.read(
                                        List.of("--config", "gone.yaml"),
                                        Map.of(),
                                        file -> {
                                            throw new NoSuchFileException(file.toString());
                                        }));

        assertThat(wrong.problems()).containsExactly("there is no settings file gone.yaml.");
    }

    @Test
    void variables_of_the_launcher_and_of_service_links_are_nobodys_setting()
            throws InvalidSettings {
        Map<String, String> variables =
                Map.of(
                        "FOREBAY_JAVA_OPTS", "-Xmx1g",
                        "FOREBAY_TOKEN", "of the command line",
                        "FOREBAY_SERVICE_HOST", "10.0.0.1",
                        "FOREBAY_PORT", "tcp://10.0.0.1:9324",
                        "FOREBAY_PORT_9324_TCP_ADDR", "10.0.0.1");

        assertThat(read(List.of(), variables, "").get(Registry.HTTP_PORT)).isEqualTo(9324);
    }

    private static List<String> problems(
            List<String> flags, Map<String, String> variables, String file) {
        return catchThrowableOfType(InvalidSettings.class, () -> read(flags, variables, file))
                .problems();
    }

    private static Settings read(List<String> flags, Map<String, String> variables, String file)
            throws InvalidSettings {
        List<String> withFile = new ArrayList<>(List.of("--config", FILE));
        withFile.addAll(flags);
        return SettingsReader.read(withFile, variables, name -> file);
    }
}
