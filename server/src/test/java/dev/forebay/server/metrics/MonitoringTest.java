package dev.forebay.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.api.ApiClient;
import dev.forebay.server.api.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/**
 * The metrics of a real server are those that docs/metrics.md tells of, and have what dashboards
 * and alerts ask for.
 */
class MonitoringTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs/metrics.md");
    private static final Path RULES = ROOT.resolve("monitoring/prometheus/rules.yaml");
    private static final List<String> PAGES =
            List.of("/metrics", "/metrics/queues", "/metrics/compat");

    /** What Prometheus adds by itself. */
    private static final Set<String> SCRAPED = Set.of("instance", "job");

    private static final Map<String, Scrape> SCRAPES = new LinkedHashMap<>();

    @BeforeAll
    static void scrape() throws Exception {
        // Two queues of which one is shown, with every limit there is.
        try (ApiServer server = new ApiServer("--metrics-max-queues", "1");
                ApiClient api = server.client()) {
            api.post(
                            "/v1/queues",
                            """
                            {"name": "a", "settings": {"ageObjectiveMillis": 1000, "maxDepth": 9, "maxBytes": 9999}}\
                            """)
                    .expect(201);
            api.post("/v1/queues", "{\"name\": \"b\"}").expect(201);
            for (String page : PAGES) {
                SCRAPES.put(page, new Scrape(api.get(page).response().body()));
            }
        }
    }

    @AfterAll
    static void forget() {
        SCRAPES.clear();
    }

    /** With -Dforebay.write-docs the tables of the page are written anew instead. */
    @Test
    void the_page_of_metrics_tells_of_what_there_is() throws IOException {
        String page = Files.readString(DOCS);
        String meant = page;
        for (String path : PAGES) {
            meant = withTable(meant, path, table(scrape(path)));
        }
        if (System.getProperty("forebay.write-docs") != null) {
            Files.writeString(DOCS, meant);
        } else {
            assertThat(page).isEqualTo(meant);
        }
    }

    @Test
    void what_the_libraries_count_is_on_the_page_by_name() throws IOException {
        String page = Files.readString(DOCS);

        assertThat(scrape("/metrics").metrics().keySet())
                .filteredOn(name -> !isOurs(name))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview", "queue"})
    void a_dashboard_asks_for_what_there_is(String name) throws IOException {
        JsonNode board =
                ApiClient.JSON.readTree(
                        Files.readString(ROOT.resolve("monitoring/grafana/" + name + ".json")));
        List<String> expressions = new ArrayList<>();
        board.path("panels")
                .forEach(panel ->
                        panel.path("targets")
                                .forEach(
                                        target -> expressions.add(target.path("expr").asString())));
        board.at("/templating/list")
                .forEach(variable -> {
                    String query = variable.path("definition").asString("");
                    if (query.startsWith("label_values(")) {
                        int comma = query.lastIndexOf(',');
                        String label = query.substring(comma + 1, query.length() - 1).trim();
                        expressions.add(
                                "sum by (%s) (%s)"
                                        .formatted(
                                                label,
                                                query.substring("label_values(".length(), comma)));
                    }
                });

        assertThat(expressions).hasSizeGreaterThan(10).allSatisfy(MonitoringTest::isAnswered);
    }

    @Test
    void an_alert_asks_for_what_there_is() throws IOException {
        Object rules =
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        List<JsonNode> all = new ArrayList<>();
        ApiClient.JSON
                .<JsonNode>valueToTree(rules)
                .path("groups")
                .forEach(group -> group.path("rules").forEach(all::add));

        assertThat(all)
                .hasSizeGreaterThan(10)
                .allSatisfy(rule -> {
                    isAnswered(rule.path("expr").asString());
                    assertThat(rule.at("/annotations/summary").asString()).isNotEmpty();
                    assertThat(rule.at("/annotations/action").asString()).isNotEmpty();
                });
    }

    private static Scrape scrape(String path) {
        return Objects.requireNonNull(SCRAPES.get(path));
    }

    private static void isAnswered(String text) {
        Expression expression = new Expression(text);
        Map<String, Set<String>> samples = samples();
        Set<String> found = new HashSet<>(SCRAPED);
        assertThat(expression.chosen()).as(text).isNotEmpty();
        expression
                .chosen()
                .forEach((name, labels) -> {
                    assertThat(samples).as(text).containsKey(name);
                    Set<String> there = new HashSet<>(samples.get(name));
                    there.addAll(SCRAPED);
                    assertThat(there).as(name + " in " + text).containsAll(labels);
                    found.addAll(there);
                });
        assertThat(found).as(text).containsAll(expression.grouped());
    }

    /** All names there are, and {@code up}, which Prometheus itself knows. */
    private static Map<String, Set<String>> samples() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        all.put("up", SCRAPED);
        SCRAPES.values()
                .forEach(scrape ->
                        scrape.samples()
                                .forEach((name, labels) ->
                                        all.computeIfAbsent(name, _ -> new HashSet<>())
                                                .addAll(labels)));
        return all;
    }

    private static boolean isOurs(String name) {
        return Stream.of("forebay_", "rabbitmq_", "kafka_").anyMatch(name::startsWith);
    }

    private static String table(Scrape scrape) {
        return "| name | type | labels | what |\n|---|---|---|---|\n"
                + scrape.metrics().values().stream()
                        .filter(metric -> isOurs(metric.name()))
                        .map(MonitoringTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(Scrape.Metric metric) {
        String labels =
                metric.labels().stream()
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |\n"
                .formatted(metric.name(), metric.type(), labels, metric.help());
    }

    /** The page with another table between the marks of a path. */
    private static String withTable(String page, String path, String table) {
        String begin = "<!-- begin " + path + " -->\n";
        String end = "<!-- end " + path + " -->";
        assertThat(Stream.of(begin, end)).allMatch(page::contains);
        return page.substring(0, page.indexOf(begin) + begin.length())
                + table
                + page.substring(page.indexOf(end));
    }
}
