package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each page, under load, in both themes, on a phone and at 200 %: it shows what it is for, nothing
 * is wrong with it for those who cannot see it, and nothing runs that came in a message. Pictures
 * are in target/console.
 */
@ExtendWith(Browsing.Provider.class)
class ConsolePagesTest {
    private static final Path PICTURES = Path.of("target", "console");
    private static final int WIDE = 1440;
    private static final int PHONE = 390;

    /** Half of the usual width in CSS pixels is what a zoom of 200 % leaves. */
    private static final int ZOOMED = 720;

    /** All of a row can be read, on as many lines as that takes. */
    private static final String ROWS_FIT =
            "[...document.querySelectorAll('.rows')].every(it => it.scrollWidth <= it.clientWidth)";

    private static Page dark;
    private static Page light;

    @BeforeAll
    static void open(Browsing browsing) {
        dark = browsing.tab(ColorScheme.DARK);
        light = browsing.tab(ColorScheme.LIGHT);
        for (Page page : new Page[] {dark, light}) {
            page.navigate("/");
            // Dead letters are what comes last of all that pages show.
            assertThat(page.locator("fb-groups tbody tr").first()).isVisible();
        }
    }

    @AfterAll
    static void close() {
        if (light != null) {
            dark.context().close();
            light.context().close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "overview, '', fb-basin",
        "queues, queues, .rows .tag",
        "queue, queues/orders, fb-heat canvas",
        "messages, messages/orders, .histogram rect",
        "tail, messages/webhooks?tail=yes, .tail-line",
        "dead-letters, dead-letters, fb-groups tbody tr",
        "redrives, dead-letters/orders.dlq, fb-groups tbody tr",
        "replay, replay/orders, fb-plot canvas",
        "consumers, consumers, .rows .http",
        "limits, limits, tbody tr",
        "access, access, tbody tr",
        "server, server, .tail-line",
        "first-steps, hello, .snippet"
    })
    void a_page_shows_what_it_is_for(String name, String place, String content, Browsing browsing) {
        for (Page page : new Page[] {dark, light}) {
            page.navigate("/#/" + place);
            assertThat(page.locator("main h1")).isVisible();
            assertThat(page.locator("main").locator(content).first()).isVisible();
        }
        look(name);
        assertThat(browsing.faults()).isEmpty();
    }

    @Test
    void depths_are_drawn_from_the_history_and_queues_found_by_protocol(Browsing browsing) {
        dark.navigate("/#/access");
        dark.waitForResponse(
                "**/v1/queues/webhooks/history?step=1s&points=40",
                () -> dark.navigate("/#/queues"));
        dark.getByLabel("Received over").selectOption("http");
        assertThat(dark.locator(".rows")).not().containsText("webhooks");
        assertThat(dark.locator(".rows")).containsText("orders");
        dark.getByLabel("Received over").selectOption("amqp");
        assertThat(dark.locator(".rows")).not().containsText("orders");
        assertThat(browsing.faults()).isEmpty();
    }

    @Test
    void a_message_is_shown_beside_any_page(Browsing browsing) {
        for (Page page : new Page[] {dark, light}) {
            page.navigate("/#/messages/orders.dlq?filter=error%20~%20onerror");
            page.locator(".rows a.mono").first().click();
            assertThat(page.locator(".timeline")).containsText("Accepted over HTTP");
            assertThat(page.locator(".timeline")).containsText("Dead-lettered into orders.dlq");
            assertThat(page.locator("fb-drawer")).containsText(Load.PAYLOAD);
        }
        look("message");
        for (Page page : new Page[] {dark, light}) {
            page.keyboard().press("Escape");
            assertThat(page.locator(".drawer")).isHidden();
        }
        assertThat(browsing.faults()).isEmpty();
    }

    private static void look(String name) {
        look(dark, name + "-dark", WIDE);
        look(light, name + "-phone", PHONE);
        assertThat((Boolean) light.evaluate(ROWS_FIT)).as("rows of %s fit a phone", name).isTrue();
        assertThat(Axe.objections(light, "body")).as("axe on %s, phone", name).isEmpty();
        requireReflow(light, name, ZOOMED);
        look(light, name + "-light", WIDE);
        assertThat(Axe.objections(dark, "body")).as("axe on %s, dark", name).isEmpty();
    }

    private static void look(Page page, String name, int width) {
        requireReflow(page, name, width);
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setFullPage(true));
    }

    /**
     * Nothing is cut off at the side, and nobody has to scroll there, once plots are drawn anew.
     */
    private static void requireReflow(Page page, String name, int width) {
        page.setViewportSize(width, 900);
        await().untilAsserted(() ->
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as("%s does not scroll sideways at %s px", name, width)
                        .isLessThanOrEqualTo(width));
    }
}
