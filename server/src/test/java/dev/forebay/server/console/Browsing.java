package dev.forebay.server.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.forebay.server.api.ApiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One browser, one server and its load, for all classes of tests that a JVM runs. */
final class Browsing implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private final ApiServer server;
    private final Load load;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> faults = new ArrayList<>();

    private Browsing(Path chromium) throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        server = new ApiServer();
        load = new Load(server);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setArgs(List.of("--no-sandbox")));
    }

    /** Hands it to the tests' methods, and ends it with the last of them. */
    static final class Provider implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Browsing.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Optional<Path> chromium =
                    BROWSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
            Assumptions.assumeTrue(
                    chromium.isPresent(),
                    "no chromium here, so the console is not tested: apt-get install chromium");
            return context.getRoot()
                    .getStore(Namespace.create(Browsing.class))
                    .computeIfAbsent(Browsing.class, _ -> open(chromium.orElseThrow()));
        }

        private static Browsing open(Path chromium) {
            try {
                return new Browsing(chromium);
            } catch (Exception failed) {
                throw new IllegalStateException("cannot begin", failed);
            }
        }
    }

    ApiServer server() {
        return server;
    }

    /** A tab that has nothing of any before it, of the server that is under load. */
    Page tab() {
        return tab(server, ColorScheme.DARK);
    }

    /** The same in one of the themes. */
    Page tab(ColorScheme scheme) {
        return tab(server, scheme);
    }

    /** A tab of another server. */
    Page tab(ApiServer of) {
        return tab(of, ColorScheme.DARK);
    }

    private Page tab(ApiServer of, ColorScheme scheme) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setBaseURL(of.uri().toString())
                                .setLocale("en-GB")
                                .setColorScheme(scheme)
                                .setViewportSize(1440, 900));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Page page = context.newPage();
        page.onPageError(error -> faults.add(page.url() + ": " + error));
        page.onDialog(dialog -> {
            faults.add(page.url() + " opened a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onConsoleMessage(said -> {
            if (said.type().equals("error") && !said.text().startsWith("Failed to load")) {
                faults.add(page.url() + ": " + said.text());
            }
        });
        page.onRequest(request -> {
            if (Stream.of(of.uri().toString(), "blob:", "data:")
                    .noneMatch(request.url()::startsWith)) {
                faults.add(page.url() + " asked " + request.url());
            }
        });
        return page;
    }

    /** What went wrong in any tab since the last time this was asked. */
    List<String> faults() {
        List<String> all = List.copyOf(faults);
        faults.clear();
        return all;
    }

    @Override
    public void close() throws Exception {
        playwright.close();
        load.close();
        server.close();
    }
}
