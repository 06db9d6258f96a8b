package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each page, under load, in both themes and on a phone: it shows what it is for, nothing is wrong
 * with it for those who cannot see it, and nothing runs that came in a message. Pictures are in
 * target/console.
 */
@ExtendWith(Browsing.Provider.class)
class ConsolePagesTest {
    private static final Path PICTURES = Path.of("target", "console");
    private static Page page;

    @BeforeAll
    static void open(Browsing browsing) throws IOException {
        page = browsing.tab();
        page.navigate("/");
        page.evaluate(axe());
        // Dead letters are what comes last of all that pages show.
        assertThat(page.locator("fb-groups tbody tr").first()).isVisible();
    }

    private static String axe() throws IOException {
        try (InputStream script = ConsolePagesTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void close() {
        if (page != null) {
            page.context().close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "overview, '', fb-basin",
        "queues, queues, .rows .tag",
        "queue, queues/orders, fb-plot canvas",
        "messages, messages/orders, .rows code",
        "dead-letters, dead-letters, fb-groups tbody tr",
        "redrives, dead-letters/orders.dlq, fb-groups tbody tr",
        "replay, replay/orders, fb-plot canvas",
        "consumers, consumers, .rows .http",
        "limits, limits, tbody tr",
        "access, access, tbody tr",
        "server, server, tbody tr",
        "first-steps, hello, .snippet"
    })
    void a_page_shows_what_it_is_for(String name, String place, String content, Browsing browsing) {
        page.navigate("/#/" + place);
        assertThat(page.locator("main h1")).isVisible();
        assertThat(page.locator("main").locator(content).first()).isVisible();
        look(name, "dark", ColorScheme.DARK, 1440);
        look(name, "light", ColorScheme.LIGHT, 1440);
        look(name, "phone", ColorScheme.LIGHT, 390);
        assertThat(browsing.faults()).isEmpty();
    }

    @Test
    void a_message_is_shown_beside_any_page(Browsing browsing) {
        page.navigate("/#/messages/orders.dlq?filter=error%20~%20onerror");
        page.locator(".rows a.mono").first().click();
        assertThat(page.locator(".timeline")).containsText("Accepted over HTTP");
        assertThat(page.locator(".timeline")).containsText("Dead-lettered into orders.dlq");
        assertThat(page.locator("fb-drawer")).containsText(Load.PAYLOAD);
        look("message", "dark", ColorScheme.DARK, 1440);
        look("message", "light", ColorScheme.LIGHT, 1440);
        look("message", "phone", ColorScheme.LIGHT, 390);
        page.keyboard().press("Escape");
        assertThat(page.locator("fb-drawer")).isHidden();
        assertThat(browsing.faults()).isEmpty();
    }

    /** Of axe, as rule and place. */
    private static List<?> objections() {
        return (List<?>)
                page.evaluate(
                        """
                        async () => {
                            const {violations} = await axe.run(document, {resultTypes: ['violations']});
                            return violations.map(({id, nodes}) => id + ': ' + nodes[0].html);
                        }
                        """);
    }

    private static void look(String name, String kind, ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 900);
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + "-" + kind + ".png"))
                        .setFullPage(true));
        assertThat(objections()).as("what axe objects to on %s, %s", name, kind).isEmpty();
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as("%s, %s does not scroll sideways", name, kind)
                .isLessThanOrEqualTo(width);
    }

    @Test
    void all_of_it_is_small(Browsing browsing) throws Exception {
        Set<String> files = new HashSet<>();
        Page fresh = browsing.tab();
        fresh.onRequest(request -> {
            if (request.url().contains("/console/")) {
                files.add(request.url());
            }
        });
        for (String place : List.of("", "queues", "queues/orders", "messages", "access", "hello")) {
            fresh.navigate("/#/" + place);
            assertThat(fresh.locator("main h1")).isVisible();
        }
        fresh.context().close();
        assertThat(files).hasSizeGreaterThan(40);
        int all = 0;
        for (String file : files) {
            all += packedSize(file);
        }
        assertThat(all).as("bytes of %d files", files.size()).isLessThan(120 * 1024);
    }

    private static int packedSize(String file) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> packed =
                    http.send(
                            HttpRequest.newBuilder(URI.create(file))
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            BodyHandlers.ofByteArray());
            assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
            return packed.body().length;
        }
    }
}
