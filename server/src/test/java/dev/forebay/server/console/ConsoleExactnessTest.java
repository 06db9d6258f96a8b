package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the console shows and sends is what there is: every digit, every cause, every state. */
class ConsoleExactnessTest extends ConsoleTab {
    private static final String BODY =
            "{\"id\":12345678901234567890, \"price\": 1.10, \"id\": 9007199254740993}";

    private static int copies() throws Exception {
        String all = api.get("/v1/queues/exact/messages").expect(200).response().body();
        return all.split(Pattern.quote("\"body\":" + BODY), -1).length - 1;
    }

    @Test
    void json_is_shown_resent_and_edited_as_the_text_it_is() throws Exception {
        api.post("/v1/queues", "{\"name\": \"exact\"}").expect(201);
        String id =
                api.post("/v1/queues/exact/messages", "{\"body\": " + BODY + "}")
                        .expect(201)
                        .json()
                        .path("id")
                        .asString();
        page.navigate("/#/messages/exact?message=" + id + "&of=exact");
        Locator drawer = page.locator("fb-drawer");
        assertThat(drawer.locator("fb-body pre"))
                .hasText(
                        "{\n  \"id\": 12345678901234567890,\n  \"price\": 1.10,\n  \"id\": 9007199254740993\n}");
        assertThat(page.locator(".rows")).containsText(BODY);
        press(drawer, "Resend");
        await().until(() -> copies() == 2);
        press(drawer, "Edit and resend …");
        Locator dialog = page.locator("dialog[open]");
        assertThat(dialog.getByLabel("Body")).hasValue(BODY);
        press(dialog, "Send 1 message");
        await().until(() -> copies() == 3);
        press(drawer, "Copy as curl");
        assertThat(page.evaluate("navigator.clipboard.readText()").toString())
                .contains("12345678901234567890", "json-text");
    }

    @Test
    void queues_are_filtered_by_the_states_that_the_server_tells() throws Exception {
        api.post("/v1/queues", "{\"name\": \"read-by-nobody\"}").expect(201);
        api.post("/v1/queues/read-by-nobody/messages", "{\"body\": 1}").expect(201);
        await().until(() ->
                api.get("/v1/queues/read-by-nobody")
                        .json()
                        .path("state")
                        .asString()
                        .equals("unread"));
        page.navigate("/#/queues?state=unread&text=read-by-nobody");
        assertThat(page.locator(".rows")).containsText("read-by-nobody");
    }

    @Test
    void causes_beyond_the_first_page_are_told_of_and_shown() {
        page.route(
                Pattern.compile("/v1/queues/many/dead-letters"),
                route -> route.fulfill(causes(route.request().url().contains("cursor"))));
        page.navigate("/#/dead-letters/many");
        Locator groups = page.locator("main > * > .card fb-groups");
        assertThat(groups).containsText("Not shown: rarer causes in 1 queue");
        assertThat(groups).not().containsText("rare failure");
        press(groups, "Show more");
        assertThat(groups).containsText("rare failure");
        assertThat(groups).not().containsText("Not shown");
    }

    private static Route.FulfillOptions causes(boolean further) {
        String group =
                "{\"groups\": [{\"source\": \"work\", \"reason\": \"%s\", \"messages\": 1, \"lastHour\": [1],"
                        + " \"firstId\": \"a\", \"lastId\": \"b\", \"firstSentAt\": \"2026-01-01T00:00:00Z\","
                        + " \"lastSentAt\": \"2026-01-01T00:00:00Z\"}]%s}";
        return new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody(
                        further
                                ? group.formatted("rare failure", "")
                                : group.formatted("usual failure", ", \"cursor\": \"2\""));
    }

    @Test
    void a_basin_that_does_not_drain_is_over_its_objective() {
        Object rim =
                page.evaluate(
                        "async () => {"
                                + "  const basin = document.createElement('fb-basin');"
                                + "  basin.queue = {name: 'q', state: 'filling', oldestAgeMillis: 1, ready: 1, delayed: 0};"
                                + "  document.body.append(basin);"
                                + "  await basin.updateComplete;"
                                + "  const rim = basin.querySelector('.rim').getAttribute('transform');"
                                + "  const line = basin.querySelector('.objective').getAttribute('y1');"
                                + "  basin.remove();"
                                + "  return Number(/0 ([\\d.]+)/.exec(rim)[1]) < Number(line);"
                                + "}");
        assertThat(rim).isEqualTo(true);
    }

    @Test
    void queues_that_need_somebody_may_be_more_than_a_frame_has() {
        page.navigate("/#/");
        assertThat(page.locator(".figures")).isVisible();
        page.evaluate(
                "async () => {"
                        + "  const {live} = await import('/console/js/live.js');"
                        + "  const {alerts} = await import('/console/js/alerts.js');"
                        + "  live.paused = true;"
                        + "  alerts.loud = [];"
                        + "  live.frame = {...live.frame, more: 5, queues: [{name: 'q', state: 'unread', oldestAgeMillis: 1,"
                        + "    ready: 1, delayed: 0, inPerSecond: 0, outPerSecond: 0}]};"
                        + "  live.dispatchEvent(new Event('change'));"
                        + "}");
        assertThat(page.locator("main .head")).containsText("At least 1 queue needs you");
        page.reload();
    }
}
