package dev.forebay.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.forebay.server.api.ApiClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** One tab of the console for all tests of a class, which leave no fault in the browser. */
@ExtendWith(Browsing.Provider.class)
abstract class ConsoleTab {
    static Browsing browsing;
    static ApiClient api;
    static Page page;

    @BeforeAll
    static void open(Browsing given) {
        browsing = given;
        api = given.server().client();
        page = given.tab();
        page.navigate("/");
    }

    @AfterAll
    static void close() {
        if (page != null) {
            page.context().close();
            api.close();
        }
    }

    @AfterEach
    void requireSound() {
        assertThat(browsing.faults()).isEmpty();
    }

    static Locator dialog() {
        return page.locator("dialog[open]");
    }

    static void press(Locator within, String button) {
        within.getByText(button, new Locator.GetByTextOptions().setExact(true)).click();
    }
}
