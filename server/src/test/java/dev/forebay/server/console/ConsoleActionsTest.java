package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.forebay.server.api.ApiServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people do in the console. */
class ConsoleActionsTest extends ConsoleTab {
    /** The dialog that a button opens has a name that begins like the button's. */
    private static final Page.GetByLabelOptions EXACTLY =
            new Page.GetByLabelOptions().setExact(true);

    private int unsettled(String queue) throws Exception {
        var stats = api.get("/v1/queues/" + queue + "/stats").expect(200).json();
        return stats.path("ready").asInt()
                + stats.path("delayed").asInt()
                + stats.path("leased").asInt();
    }

    @Test
    void a_queue_is_made_sent_to_and_deleted() throws Exception {
        page.navigate("/#/queues");
        press(page.locator("main"), "New queue …");
        dialog().getByLabel("Name").fill("made-here");
        press(dialog(), "Create");
        assertThat(page.locator(".head h1")).hasText("made-here");

        press(page.locator("main"), "Send …");
        dialog().getByLabel("Body").fill("{\"say\": \"hello\"}");
        dialog().getByLabel("Headers").fill("{\"color\": \"blue\"}");
        press(dialog(), "Send 1 message");
        assertThat(page.locator("fb-notice")).containsText("is on disk in made-here");
        page.locator("main a.mono").first().click();
        assertThat(page.locator(".timeline li").first()).containsText("Accepted over HTTP");
        assertThat(page.locator("fb-body pre")).containsText("\"say\": \"hello\"");
        press(page.locator("fb-body"), "hex");
        assertThat(page.locator("fb-body pre")).containsText("7b 22 73 61 79");
        page.getByLabel("Close", new Page.GetByLabelOptions().setExact(true)).click();

        press(page.locator("main"), "Delete …");
        assertThat(dialog().locator(".touches")).containsText("1 unsettled message");
        press(dialog(), "Delete made-here and 1 message");
        assertThat(page.locator(".head h1")).hasText("Queues");
        api.get("/v1/queues/made-here").expect(404);
    }

    @Test
    void a_purge_says_what_it_touches_and_a_pause_holds() throws Exception {
        api.post("/v1/queues", "{\"name\": \"purged\"}").expect(201);
        api.post("/v1/queues/purged/messages", "{\"messages\": [{\"body\": 1}, {\"body\": 2}]}")
                .expect(201);
        page.navigate("/#/queues?text=purged");
        page.getByLabel("Pause purged").click();
        assertThat(page.getByLabel("Resume purged")).isVisible();
        assertThat(api.get("/v1/queues/purged").json().at("/settings/flow").asString())
                .isEqualTo("paused");
        page.getByLabel("Purge purged", EXACTLY).click();
        assertThat(dialog().locator(".touches")).containsText("2 messages");
        press(dialog(), "Cancel");
        assertThat(unsettled("purged")).isEqualTo(2);
        page.getByLabel("Purge purged", EXACTLY).click();
        press(dialog(), "Purge 2 messages");
        assertThat(page.locator("fb-notice")).containsText("purged is purged");
        assertThat(unsettled("purged")).isZero();
    }

    @Test
    void dead_letters_of_one_cause_go_back_at_a_rate_and_can_be_stopped() throws Exception {
        deadLetters(60);
        page.navigate("/#/dead-letters/failed");
        Locator cause =
                page.locator("fb-groups tr", new Page.LocatorOptions().setHasText("timeout"));
        assertThat(cause).containsText("60");
        assertThat(cause).containsText("60 messages within an hour");
        keysMeanTheMessageThatIsOpen(cause);
        cause.getByText("Redrive …").click();
        assertThat(dialog().locator(".touches")).containsText("60 messages");
        assertThat(dialog().locator(".touches")).containsText("→ failing");
        dialog().getByLabel("At most so many a second").fill("2");
        dialog().getByLabel("At most so many a second").press("Tab");
        press(dialog(), "Redrive 60 messages");
        Locator run = page.locator("fb-runs tbody tr").first();
        assertThat(run).containsText("running");
        press(run, "Pause");
        assertThat(run).containsText("paused");
        press(run, "Resume");
        assertThat(run).containsText("running");
        press(run, "Cancel");
        assertThat(run).containsText("cancelled");
        assertThat(unsettled("failed") + unsettled("failing")).isEqualTo(60);

        cause.getByText("Redrive …").click();
        press(dialog(), "Redrive " + unsettled("failed") + " messages");
        assertThat(page.locator("fb-runs tbody tr").first()).containsText("completed");
        await().until(() -> unsettled("failing") == 60);
        page.navigate("/#/dead-letters");
        Locator past = page.locator("fb-runs tbody tr");
        assertThat(past.filter(new Locator.FilterOptions().setHasText("failed")))
                .containsText(new String[] {"completed", "cancelled"});
    }

    private void keysMeanTheMessageThatIsOpen(Locator cause) {
        Locator first = cause.getByLabel("First message of");
        first.click();
        assertThat(page.locator("fb-drawer")).containsText("Redrive …");
        page.keyboard().press("r");
        assertThat(dialog().locator(".touches")).containsText("1 message");
        assertThat(dialog()).hasCount(1);
        page.keyboard().press("Escape");
        assertThat(dialog()).hasCount(0);
        page.keyboard().press("Escape");
        assertThat(page.locator("fb-drawer")).hasCount(0);
        assertThat(first).isFocused();
    }

    private void deadLetters(int count) throws Exception {
        api.post("/v1/queues", "{\"name\": \"failed\"}").expect(201);
        api.post(
                        "/v1/queues",
                        "{\"name\": \"failing\", \"settings\": {\"deadLetter\": {\"queue\": \"failed\","
                                + " \"maxAttempts\": 1}}}")
                .expect(201);
        for (int i = 0; i < count; i++) {
            api.post("/v1/queues/failing/messages", "{\"body\": " + i + "}").expect(201);
        }
        for (var message :
                api.post("/v1/queues/failing/receive", "{\"max\": " + count + "}")
                        .json()
                        .path("messages")) {
            api.post(
                            "/v1/queues/failing/leases/"
                                    + message.path("lease").asString()
                                    + "/reject",
                            "{\"reason\": \"timeout\"}")
                    .expect(204);
        }
    }

    @Test
    void a_replay_is_chosen_with_a_brush() {
        page.navigate("/#/replay/orders");
        Locator plot = page.locator("fb-plot .u-over");
        plot.waitFor();
        Locator span = page.getByLabel("Of the last");
        page.waitForResponse(
                answer -> answer.url().contains("step=5m"), () -> span.selectOption("7 days"));
        page.waitForResponse(
                answer -> answer.url().contains("step=1s"), () -> span.selectOption("10 minutes"));
        BoundingBox box = plot.boundingBox();
        double y = box.y + box.height / 2;
        page.mouse().move(box.x + box.width * 0.05, y);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.95, y);
        page.mouse().up();
        assertThat(page.getByLabel("From")).hasValue(Pattern.compile("\\d{4}-.*Z"));
        assertThat(page.locator(".touches"))
                .containsText(Pattern.compile("[1-9]\\d* messages? .*would be", Pattern.DOTALL));
        page.getByText(Pattern.compile("^Replay [\\d,]+ messages?$")).click();
        assertThat(page.locator("fb-runs tbody tr").first())
                .containsText(Pattern.compile("running|done"));
    }

    @Test
    void messages_are_found_by_filter_and_chosen_by_keys() {
        page.navigate("/#/messages/orders");
        page.getByLabel("Filter").fill("key = k1");
        press(page.locator("main"), "Search");
        assertThat(page.locator(".rows .line[data-row]").first()).containsText("k1");
        assertThat(page.locator(".rows")).not().containsText("k2");
        page.locator("main h1").click();
        page.keyboard().press("j");
        page.keyboard().press("x");
        page.keyboard().press("j");
        page.keyboard().press("Shift+X");
        assertThat(page.locator("main")).containsText("Redrive 2 messages");
        page.keyboard().press("Enter");
        assertThat(page.locator("fb-drawer .timeline")).isVisible();
    }

    @Test
    void several_queues_are_searched_at_once_and_a_message_is_found_by_its_id() throws Exception {
        page.navigate("/#/messages?in=orders*,%20webhooks&filter=not%20all");
        Locator status = page.locator("main [role=status]").first();
        assertThat(status)
                .hasText(Pattern.compile("0 messages of [1-9][\\d,]* looked at in 3 queues"));
        page.navigate("/#/messages?in=*&filter=key%20=%20k1&states=dead-lettered");
        assertThat(page.locator(".rows .line[data-row]").first()).containsText("k1");
        assertThat(page.locator(".rows .line[data-row]").first()).containsText("orders");
        assertThat(page.locator("main").getByText("Tail")).hasCount(0);

        api.post("/v1/queues", "{\"name\": \"hay\"}").expect(201);
        String id =
                api.post("/v1/queues/hay/messages", "{\"body\": \"needle\"}")
                        .expect(201)
                        .json()
                        .path("id")
                        .asString();
        page.keyboard().press("Control+k");
        assertThat(page.locator(".find-box")).isVisible();
        page.locator(".find-box input").fill(id);
        page.keyboard().press("Enter");
        assertThat(page.locator("fb-drawer fb-body")).containsText("needle");
        page.keyboard().press("Escape");
    }

    @Test
    void an_alert_is_told_first_and_can_be_silenced() throws Exception {
        page.navigate("/");
        Locator sentence = page.locator(".head");
        assertThat(sentence).containsText("The oldest message of webhooks waits for");
        assertThat(sentence).containsText("Add consumers");
        sentence.getByText("who receives").first().click();
        assertThat(page.locator("main h1")).hasText("Consumers");
        assertThat(page.locator("main input[type=search]")).hasValue("webhooks");
        page.navigate("/");
        Locator basin = page.locator("fb-basin", new Page.LocatorOptions().setHasText("webhooks"));
        press(basin, "Silence 1 h");
        assertThat(page.locator("fb-notice")).containsText("Nobody is told of webhooks");
        assertThat(sentence).not().containsText("The oldest message of webhooks");
        for (JsonNode alert : api.get("/v1/alerts?queue=webhooks").json().path("alerts")) {
            assertThat(alert.has("silentUntil")).isTrue();
            api.delete("/v1/alerts/" + alert.path("number") + "/silence").expect(200);
        }
        assertThat(sentence).containsText("The oldest message of webhooks waits for");
    }

    @Test
    void a_queue_is_paused_where_it_is_seen_first() throws Exception {
        api.post("/v1/queues", "{\"name\": \"resting\"}").expect(201);
        api.post("/v1/queues/resting/messages", "{\"body\": 1}").expect(201);
        page.navigate("/");
        page.getByLabel("Pause resting").click();
        page.getByLabel("Resume resting").click();
        assertThat(page.locator("fb-notice")).containsText("resting is running");
        assertThat(api.get("/v1/queues/resting").json().at("/settings/flow").asString())
                .isEqualTo("running");
        api.delete("/v1/queues/resting").expect(204);
    }

    @Test
    void what_comes_is_seen_as_it_comes() {
        page.navigate("/");
        assertThat(page.locator("main")).containsText(Pattern.compile("needs? you"));
        Locator waiting =
                page.locator("fb-basin", new Page.LocatorOptions().setHasText("webhooks"));
        String before = waiting.textContent();
        assertThat(waiting).not().hasText(before);
    }

    @Test
    void a_lost_server_is_told_until_it_is_back() throws Exception {
        try (ApiServer other = new ApiServer("--amqp-enabled=false")) {
            Page own = browsing.tab(other);
            own.waitForResponse("**/v1/server", () -> own.navigate("/#/hello"));
            assertThat(own.locator(".snippet pre")).containsText("curl");
            assertThat(own.getByText("pika")).hasCount(0); // there is no AMQP here
            own.navigate("/#/server");
            assertThat(own.locator("fb-header")).containsText("live");
            other.stop();
            assertThat(own.locator("fb-banner"))
                    .containsText(Pattern.compile("No figures for \\d+ s"));
            assertThat(own.locator("main.stale")).isVisible();
            own.keyboard().press("g");
            own.keyboard().press("q"); // a page that is not loaded yet
            assertThat(own.locator("fb-notice")).containsText("That did not load");
            other.comeBack();
            assertThat(own.locator(".head h1")).hasText("Queues");
            assertThat(own.locator("fb-banner")).isEmpty();
            assertThat(own.locator("fb-header")).containsText("live");
            own.context().close();
        }
    }
}
