package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How long the console keeps people waiting. A machine that others use makes any one measurement
 * slow, so the best of several counts: what is slow by itself is slow each time.
 */
@ExtendWith(Browsing.Provider.class)
class ConsoleSpeedTest {
    private static final double MOST_PAINT_MILLIS = 300;
    private static final int ATTEMPTS = 30;
    private static final int[] SCROLLED_TO = {9_973, 1, 5_000, 42, 7_919, 3_000};

    /** Queues that the server does not have: lists and figures of them are made in the page. */
    private static final String MANY_QUEUES =
            """
            const QUEUES = 10_000;
            const real = window.fetch;
            const named = (i) => 'queue-' + String(i).padStart(5, '0');
            let template = null;
            let moved = 0;
            window.fetch = async (path, options) => {
                const url = new URL(path, location.href);
                if (url.pathname === '/v1/queues' && url.searchParams.get('limit') === '500') {
                    template ??= await (await real('/v1/queues?prefix=exports&limit=1')).text();
                    const one = template.slice(template.indexOf('[') + 1, template.lastIndexOf(']'));
                    const from = Number(url.searchParams.get('cursor') ?? 0);
                    const all = Array.from({length: 500}, (_, i) => one
                        .replace('"exports"', '"' + named(from + i) + '"')
                        .replace(/"ready": ?\\d+/, '"ready":' + ((from + i) * 7919) % 10_007));
                    const more = from + 500 < QUEUES ? ',"cursor":"' + (from + 500) + '"' : '';
                    return new Response('{"queues":[' + all.join(',') + ']' + more + '}');
                }
                if (url.pathname === '/v1/stats') {
                    moved++;
                    const queues = url.searchParams.getAll('name').map((name) => ({
                        name, ready: moved, delayed: 0, leased: moved % 9, oldestAgeMillis: moved * 900,
                        state: 'filling', inPerSecond: 3, outPerSecond: 2}));
                    return new Response(JSON.stringify({queues}));
                }
                return real(path, options);
            };
            window.long = [];
            new PerformanceObserver((list) => window.long.push(...list.getEntries()
                .map(({duration}) => duration))).observe({type: 'longtask'});
            """;

    @Test
    void the_first_paint_comes_at_once(Browsing browsing) {
        Page page = browsing.tab();
        assertThat(
                        soon(() -> {
                            page.navigate("about:blank");
                            page.navigate("/");
                            assertThat(page.locator("main h1")).isVisible();
                            double painted =
                                    ((Number)
                                                    page.evaluate(
                                                            "performance.getEntriesByName("
                                                                    + "'first-contentful-paint')[0].startTime"))
                                            .doubleValue();
                            return painted < MOST_PAINT_MILLIS;
                        }))
                .as("a first paint within %s ms", MOST_PAINT_MILLIS)
                .isTrue();
        page.context().close();
    }

    @Test
    void ten_thousand_queues_are_listed_and_scrolled_without_a_stall(Browsing browsing) {
        Page page = browsing.tab();
        page.addInitScript(MANY_QUEUES);
        page.navigate("/#/queues?sort=name");
        assertThat(page.locator("main")).containsText("10,000 queues");
        for (int row : SCROLLED_TO) {
            requireSmooth(
                    page,
                    "scrolling to row " + row,
                    """
                    const rows = document.querySelector('.rows');
                    rows.scrollTop = 0;
                    await new Promise(requestAnimationFrame);
                    rows.scrollTop = 40 * %d;
                    """
                            .formatted(row));
        }
        for (String text : List.of("9", "99", "", "queue-0", "")) {
            requireSmooth(
                    page,
                    "finding '" + text + "'",
                    """
                    const find = (text) => {
                        const field = document.querySelector('main input[type=search]');
                        field.value = text;
                        field.dispatchEvent(new Event('input'));
                    };
                    find('none has this');
                    await new Promise(requestAnimationFrame);
                    find('%s');
                    """
                            .formatted(text));
        }
        page.evaluate("document.querySelector('.rows').scrollTop = 1e9");
        assertThat(page.locator(".rows")).containsText("queue-09999");
        assertThat((Integer) page.evaluate("document.querySelectorAll('.rows .line').length"))
                .isLessThan(60);
        assertThat(browsing.faults()).isEmpty();
        page.context().close();
    }

    @Test
    void a_thousand_live_rows_move_each_second_without_a_stall(Browsing browsing) {
        Page page = browsing.tab();
        page.addInitScript(MANY_QUEUES.replace("10_000", "1_000"));
        page.navigate("/#/queues");
        assertThat(page.locator("main")).containsText("1,000 queues");
        requireSmooth(
                page,
                "a second of a thousand live rows",
                """
                const shown = () => document.querySelector('.rows [data-row] .number').textContent;
                const before = shown();
                const end = performance.now() + 5000;
                while (shown() === before && performance.now() < end) {
                    await new Promise(requestAnimationFrame);
                }
                """);
        page.context().close();
    }

    /**
     * Once at least the script and what is drawn then is no long task, which are those of 50 ms.
     */
    private static void requireSmooth(Page page, String what, String script) {
        String watched =
                """
                async () => {
                    window.long = [];
                    %s
                    await new Promise(requestAnimationFrame);
                    await new Promise((done) => setTimeout(done, 50));
                    return window.long.length;
                }
                """
                        .formatted(script);
        assertThat(soon(() -> page.evaluate(watched).equals(0)))
                .as("%s without a task over 50 ms", what)
                .isTrue();
    }

    private static boolean soon(BooleanSupplier attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (attempt.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }
}
