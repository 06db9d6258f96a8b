package dev.forebay.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.api.ApiClient;
import dev.forebay.server.api.ApiServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The console's files as they leave the server; no browser is needed for that. */
class ConsoleServingTest {
    private static final Pattern IMPORT =
            Pattern.compile("\\b(?:from|import)\\s*[\"']([^\"'\\s]+)[\"']");
    private static final Pattern LATER = Pattern.compile("\\bimport\\('([^']+)'\\)");
    private static final Pattern LINK = Pattern.compile("<link rel=\"[^\"]+\" href=\"([^\"]+)\"");

    /** Loaded by names that are put together, which no pattern finds. */
    private static final Set<String> NAMED =
            Set.of(
                    "/console/js/parts/fb-find.js",
                    "/console/js/parts/fb-keys.js",
                    "/console/lib/uplot/dist/uPlot.iife.min.js");

    private static final int MOST_BYTES = 120 * 1024;
    private static final Pattern PRELOAD =
            Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">");

    private static ApiServer server;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        server.close();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path));
        return http.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(),
                BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/console/js/app.js, text/javascript; charset=utf-8",
        "/console/css/base.css, text/css; charset=utf-8",
        "/console/favicon.svg, image/svg+xml",
        "/console/lib/lit/index.js, text/javascript; charset=utf-8"
    })
    void files_have_their_type_and_are_asked_for_again_by_tag(String path, String type)
            throws Exception {
        HttpResponse<byte[]> plain = get(path);
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(header(plain, "Content-Type")).isEqualTo(type);
        assertThat(header(plain, "X-Content-Type-Options")).isEqualTo("nosniff");

        HttpResponse<byte[]> packed = get(path, "Accept-Encoding", "br, gzip");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "ETag")).isNotEqualTo(header(plain, "ETag"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.body());
        }

        HttpResponse<byte[]> again = get(path, "If-None-Match", header(plain, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get(path, "If-None-Match", header(packed, "ETag")).statusCode()).isEqualTo(200);
    }

    @Test
    void the_policy_lets_in_the_import_map_and_no_other_script() throws Exception {
        HttpResponse<byte[]> page = get("/");
        String text = new String(page.body(), StandardCharsets.UTF_8);
        String map =
                text.substring(
                        text.indexOf("importmap\">") + "importmap\">".length(),
                        text.indexOf("</script>"));
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(map.getBytes(StandardCharsets.UTF_8));
        assertThat(header(page, "Content-Security-Policy"))
                .contains("default-src 'self'")
                .contains(
                        "script-src 'self' 'sha256-"
                                + Base64.getEncoder().encodeToString(hash)
                                + "';")
                .contains("img-src 'self' blob:;") // bodies that are images, and nothing else
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(text).doesNotContain("http:").doesNotContain("https:").doesNotContain("style=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/",
                "/console/none.js",
                "/console/js",
                "/console/js/../index.html",
                "/console/%2e%2e/server/Main.class",
                "/console/..%2f..%2fserver/Main.class",
                "/console//index.html"
            })
    void there_is_nothing_else(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void sqs_keeps_its_addresses() throws Exception {
        assertThat(new String(get("/?Action=ListQueues").body(), StandardCharsets.UTF_8))
                .contains("ListQueuesResponse");
        HttpResponse<String> post =
                http.send(
                        HttpRequest.newBuilder(server.uri().resolve("/"))
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header("X-Amz-Target", "AmazonSQS.ListQueues")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(200);
        assertThat(post.body()).startsWith("{");
    }

    @Test
    void files_are_read_only() throws Exception {
        HttpResponse<Void> put =
                http.send(
                        HttpRequest.newBuilder(server.uri().resolve("/console/js/app.js"))
                                .PUT(BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.discarding());
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(header(put, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void comments_of_our_own_modules_stay_here_and_licences_of_others_do_not() throws Exception {
        assertThat(text("/console/js/parts/fb-drawer.js"))
                .contains("class Drawer")
                .doesNotContain("/**")
                .doesNotContain("// ");
        assertThat(text("/console/lib/lit-html/lit-html.js")).contains("@license");
    }

    @Test
    void all_modules_of_the_first_paint_are_asked_for_at_once() throws Exception {
        String page = text("/");
        Set<String> preloaded = new TreeSet<>();
        PRELOAD.matcher(page).results().forEach(link -> preloaded.add("/" + link.group(1)));
        JsonNode map = ApiClient.JSON.readTree(between(page, "\"importmap\">", "</script>"));
        Set<String> needed = new TreeSet<>();
        addImports("/console/js/app.js", map.path("imports"), needed);
        assertThat(preloaded).isEqualTo(needed);
    }

    @Test
    void all_of_it_is_small() throws Exception {
        String page = text("/");
        JsonNode map = ApiClient.JSON.readTree(between(page, "\"importmap\">", "</script>"));
        Set<String> all = new TreeSet<>(NAMED);
        addAll("/console/js/app.js", map.path("imports"), all);
        for (String named : NAMED) {
            if (named.startsWith("/console/js/")) {
                addAll(named, map.path("imports"), all);
            }
        }
        LINK.matcher(page).results().forEach(link -> all.add("/" + link.group(1)));
        assertThat(all).hasSizeGreaterThan(70);
        int bytes = get("/", "Accept-Encoding", "gzip").body().length;
        for (String file : all) {
            HttpResponse<byte[]> packed = get(file, "Accept-Encoding", "gzip");
            assertThat(header(packed, "Content-Encoding")).as(file).isEqualTo("gzip");
            bytes += packed.body().length;
        }
        assertThat(bytes).as("bytes of %d files", all.size()).isLessThan(MOST_BYTES);
    }

    /** Also what is loaded when somebody goes there. */
    private static void addAll(String module, JsonNode map, Set<String> found) throws Exception {
        Set<String> named = new TreeSet<>();
        addImports(module, map, named);
        named.add(module);
        for (String each : named) {
            found.add(each);
            for (MatchResult later : LATER.matcher(text(each)).results().toList()) {
                String path = URI.create(each).resolve(later.group(1)).getPath();
                if (!found.contains(path)) {
                    addAll(path, map, found);
                }
            }
        }
    }

    private static void addImports(String module, JsonNode map, Set<String> found)
            throws Exception {
        for (MatchResult named : IMPORT.matcher(text(module)).results().toList()) {
            String path = URI.create(module).resolve(mapped(named.group(1), map)).getPath();
            if (found.add(path)) {
                addImports(path, map, found);
            }
        }
    }

    /** By the import map's longest key, which may stand for all that begins with it. */
    private static String mapped(String name, JsonNode map) {
        String key =
                map.propertyNames().stream()
                        .filter(one -> one.endsWith("/") ? name.startsWith(one) : name.equals(one))
                        .max(Comparator.comparingInt(String::length))
                        .orElse("");
        return key.isEmpty()
                ? name
                : map.path(key).asString().substring(1) + name.substring(key.length());
    }

    private static String text(String path) throws Exception {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    private static String between(String text, String before, String behind) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(behind, from));
    }
}
