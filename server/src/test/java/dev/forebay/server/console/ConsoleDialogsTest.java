package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each dialog in both themes: it is opened and left by keys, says what it is, fits a phone, and has
 * nothing wrong for those who cannot see it.
 */
@ExtendWith(Browsing.Provider.class)
class ConsoleDialogsTest {
    private static final Path PICTURES = Path.of("target", "console");
    private static Page dark;
    private static Page light;

    @BeforeAll
    static void open(Browsing browsing) {
        dark = browsing.tab(ColorScheme.DARK);
        light = browsing.tab(ColorScheme.LIGHT);
        light.setViewportSize(390, 844);
        dark.navigate("/");
        light.navigate("/");
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
        "new-queue, queues, main, New queue …",
        "purge, queues?text=webhooks, .rows [data-row], Purge …",
        "send, queues/webhooks, .head, Send …",
        "settings, queues/webhooks, fb-settings, Change …",
        "redrive, dead-letters/orders.dlq, fb-groups tbody tr, Redrive …",
        "discard, dead-letters/orders.dlq, fb-groups tbody tr, Discard …",
        "holds, consumers, .rows [data-row], Messages …",
        "disconnect, consumers, .rows [data-row], Disconnect …",
        "limits, limits, tbody tr, Set …",
        "new-user, access, main, New user …",
        "find, access, fb-header, Find queues",
        "keys, access, fb-header, ?"
    })
    void a_dialog_is_good_in_both_themes(
            String name, String place, String within, String button, Browsing browsing) {
        requireGood(dark, name + "-dark", place, within, button);
        requireGood(light, name + "-phone", place, within, button);
        assertThat(browsing.faults()).isEmpty();
    }

    private static void requireGood(
            Page page, String name, String place, String within, String button) {
        page.navigate("/#/" + place);
        Locator opener =
                page.locator(within)
                        .first()
                        .locator("button", new Locator.LocatorOptions().setHasText(button))
                        .first();
        opener.focus();
        page.keyboard().press("Enter");
        Locator dialog = page.locator("dialog[open]");
        assertThat(dialog).isVisible();
        assertThat(dialog.evaluate("it => it.contains(document.activeElement)"))
                .as("%s takes the focus", name)
                .isEqualTo(true);
        page.screenshot(
                new Page.ScreenshotOptions().setPath(PICTURES.resolve("dialog-" + name + ".png")));
        assertThat(Axe.objections(page, "dialog[open]")).as("axe on %s", name).isEmpty();
        assertThat((Integer) dialog.evaluate("it => it.scrollWidth - it.clientWidth"))
                .as("%s does not scroll sideways", name)
                .isLessThanOrEqualTo(0);
        page.keyboard().press("Escape");
        assertThat(dialog).isHidden();
    }
}
