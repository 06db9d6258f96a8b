package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole of a queue's life without a mouse. */
@ExtendWith(Browsing.Provider.class)
class ConsoleKeyboardTest {
    private static final int MOST_TABS = 80;
    private static Browsing browsing;
    private static Page page;

    @BeforeAll
    static void open(Browsing given) {
        browsing = given;
        page = given.tab();
        page.navigate("/");
        assertThat(page.locator(".head h1")).hasText("Overview");
    }

    @AfterAll
    static void close() {
        if (page != null) {
            page.context().close();
        }
    }

    private static void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    /** Goes on by Tab until what has the focus says so; each stop on the way shows where one is. */
    private static void tabTo(String name) {
        for (int i = 0; i < MOST_TABS; i++) {
            press("Tab");
            Object stop =
                    page.evaluate(
                            """
                            () => {
                                const at = document.activeElement;
                                const {outlineStyle, outlineWidth} = getComputedStyle(at);
                                const seen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
                                const label = at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText ?? '';
                                return (seen ? '' : 'UNSEEN ') + label.trim();
                            }
                            """);
            if (!page.evaluate("document.activeElement === document.body").equals(true)) {
                assertThat(stop.toString())
                        .as("a stop on the way to %s", name)
                        .doesNotStartWith("UNSEEN");
            }
            if (stop.toString().startsWith(name)) {
                return;
            }
        }
        throw new AssertionError("Tab does not come to " + name);
    }

    private static Locator dialog() {
        return page.locator("dialog[open]");
    }

    @Test
    void a_queue_is_made_sent_to_looked_at_and_deleted_by_keys_alone() {
        press("g", "q");
        assertThat(page.locator(".head h1")).hasText("Queues");
        tabTo("New queue");
        press("Enter");
        assertThat(dialog()).isVisible();
        page.keyboard().type("by-keys");
        press("Enter");
        assertThat(page.locator(".head h1")).hasText("by-keys");

        tabTo("Send");
        press("Enter");
        assertThat(dialog()).isVisible();
        tabTo("Body");
        page.keyboard().type("typed");
        tabTo("Send 1 message");
        press("Enter");
        assertThat(page.locator("fb-notice")).containsText("is on disk in by-keys");
        assertThat(dialog()).hasCount(0);

        tabTo("Browse");
        press("Enter");
        assertThat(page.locator(".rows .line[data-row]").first()).containsText("typed");
        press("j", "Enter");
        assertThat(page.locator("fb-drawer .timeline")).containsText("Accepted over HTTP");
        press("e");
        assertThat(dialog()).containsText("Send");
        assertThat(dialog().locator("input").first()).hasValue("by-keys");
        press("Escape");
        assertThat(dialog()).hasCount(0);
        assertThat(page.locator(".drawer")).isVisible();
        press("y");
        assertThat(page.locator("fb-notice")).containsText("copied");
        press("Escape");
        assertThat(page.locator(".drawer")).isHidden();

        press("Control+k");
        assertThat(page.locator(".find-box")).isVisible();
        page.keyboard().type("by-ke");
        assertThat(page.locator("[role=option]").first()).containsText("by-keys");
        press("Enter");
        assertThat(page.locator(".head h1")).hasText("by-keys");
        tabTo("Delete");
        press("Enter");
        assertThat(dialog().locator(".touches")).containsText("1 unsettled message");
        tabTo("Delete by-keys and 1 message");
        press("Enter");
        assertThat(page.locator(".head h1")).hasText("Queues");
        assertThat(browsing.faults()).isEmpty();
    }

    @Test
    void each_page_has_its_letter_and_takes_the_focus() {
        String[][] letters = {
            {"o", "Overview"},
            {"q", "Queues"},
            {"m", "Messages"},
            {"d", "Dead letters"},
            {"c", "Consumers"},
            {"r", "Replay"},
            {"l", "Limits"},
            {"a", "Access"},
            {"s", "Server"}
        };
        for (String[] letter : letters) {
            press("g", letter[0]);
            assertThat(page.locator("main h1").first()).hasText(letter[1]);
        }
        assertThat(page.locator("main")).isFocused();
        press("?");
        assertThat(dialog()).containsText("Keyboard");
        press("Escape");
        assertThat(dialog()).hasCount(0);
        press(" ");
        assertThat(page.locator("fb-header")).containsText("paused");
        press(" ");
        assertThat(page.locator("fb-header")).containsText("live");
    }

    @Test
    void who_tabs_can_skip_the_rail() {
        page.navigate("about:blank");
        page.navigate("/");
        assertThat(page.locator("main h1").first()).isVisible();
        press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        press("Enter");
        assertThat(page.locator("main")).isFocused();
    }
}
