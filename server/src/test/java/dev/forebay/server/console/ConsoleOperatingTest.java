package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people do when something is in trouble: with leases, consumers, limits, dead letters. */
class ConsoleOperatingTest extends ConsoleTab {
    @BeforeAll
    static void nameTheConsumer() {
        api.close();
        api = browsing.server().client("User-Agent", "hung worker");
    }

    private static void queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}")
                .expect(201);
    }

    private static String send(String queue, String body) throws Exception {
        return api.post("/v1/queues/" + queue + "/messages", "{\"body\": \"" + body + "\"}")
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    private static JsonNode receive(String queue) throws Exception {
        return api.post("/v1/queues/" + queue + "/receive", "{\"waitMillis\": 5000}")
                .expect(200)
                .json()
                .at("/messages/0");
    }

    private static String state(String queue) throws Exception {
        return api.get("/v1/queues/" + queue + "/messages")
                .json()
                .at("/messages/0/state")
                .asString();
    }

    @Test
    void what_a_hung_consumer_has_is_extended_released_and_rejected_in_its_place()
            throws Exception {
        queue("hung", "{\"leaseMillis\": 600000}");
        String id = send("hung", "stuck");
        receive("hung");
        page.navigate("/#/queues/hung?message=" + id + "&of=hung");
        Locator drawer = page.locator("fb-drawer");
        press(drawer, "Extend …");
        assertThat(Axe.objections(page, "dialog[open]")).isEmpty();
        dialog().getByLabel("For how long").fill("20 m");
        press(dialog(), "Extend 1 message");
        assertThat(drawer.locator(".timeline")).containsText("Lease extended");
        press(drawer, "Release …");
        assertThat(dialog().locator(".touches")).containsText("1 message of hung");
        dialog().getByLabel("Why").fill("its host is gone");
        press(dialog(), "Release 1 message");
        assertThat(drawer.locator(".timeline")).containsText("its host is gone");
        assertThat(state("hung")).isEqualTo("ready");
        assertThat(drawer.getByText("Release …")).hasCount(0);

        receive("hung"); // which is seen without opening it anew
        press(drawer, "Reject …");
        press(dialog(), "Reject 1 message");
        assertThat(page.locator("fb-notice")).containsText("is rejected");
        assertThat(state("hung")).isEqualTo("dropped");
    }

    @Test
    void what_is_masked_is_not_sent_again_as_if_it_were_whole() throws Exception {
        queue("masked", "{}");
        String id = send("masked", "***");
        String asked = "**/v1/queues/masked/messages?*";
        page.route(
                asked,
                route -> {
                    APIResponse answer = route.fetch();
                    String body = answer.text().replace("\"id\":", "\"masked\":true,\"id\":");
                    route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(body));
                });
        page.navigate("/#/queues/masked?message=" + id + "&of=masked");
        Locator drawer = page.locator("fb-drawer");
        assertThat(drawer).containsText("Parts of it are masked for you");
        assertThat(drawer.getByText("Copy link")).isVisible();
        assertThat(drawer.getByText("Resend")).hasCount(0);
        assertThat(drawer.getByText("Copy as curl")).hasCount(0);
        page.keyboard().press("e");
        assertThat(dialog()).hasCount(0);
        page.unroute(asked);
    }

    @Test
    void a_picture_is_shown_as_one_and_headers_in_each_protocols_words() throws Exception {
        queue("pictures", "{}");
        String dot =
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        show(
                "{\"body\": \""
                        + dot
                        + "\", \"bodyEncoding\": \"base64\", \"key\": \"cats\","
                        + " \"headers\": {\"type\": \"dot\", \"color\": \"blue\"}}");
        Locator drawer = page.locator("fb-drawer");
        assertThat(drawer.locator("fb-image img")).isVisible();
        assertThat(drawer.locator("fb-image img"))
                .hasJSProperty("naturalWidth", 1); // so that the browser has read it
        assertThat(drawer.locator("fb-words")).containsText("headers[\"color\"]");
        press(drawer, "SQS");
        assertThat(drawer.locator("fb-words")).containsText("MessageGroupId");
        press(drawer, "AMQP");
        assertThat(page.locator("fb-words dt", exactly("type"))).isVisible();
        assertThat(drawer.locator("fb-words")).containsText("headers[\"forebay-key\"]");

        show("{\"body\": \"iVBORw0KGgoAAAAN\", \"bodyEncoding\": \"base64\"}");
        assertThat(drawer.locator("fb-body")).containsText("none that a browser can show");
        show("{\"body\": \"<svg xmlns='http://www.w3.org/2000/svg'/>\"}");
        assertThat(drawer.locator("fb-body pre")).containsText("<svg");
        assertThat(drawer.locator("fb-image")).hasCount(0);
    }

    /** Sends it and opens it beside the page. */
    private static void show(String message) throws Exception {
        String id =
                api.post("/v1/queues/pictures/messages", message)
                        .expect(201)
                        .json()
                        .path("id")
                        .asString();
        page.navigate("/#/queues/pictures?message=" + id + "&of=pictures");
    }

    private static Page.LocatorOptions exactly(String text) {
        return new Page.LocatorOptions().setHasText(Pattern.compile("^" + text + "$"));
    }

    @Test
    void a_consumer_is_drained_let_go_on_and_disconnected() throws Exception {
        queue("drained", "{}");
        send("drained", "one");
        String held = receive("drained").path("id").asString();
        page.navigate("/#/consumers?text=drained");
        page.getByLabel("Messages of hung worker").click();
        assertThat(dialog()).containsText("1 message; 1 in flight looked at");
        dialog().locator("a.mono").click();
        assertThat(page.locator("fb-drawer")).containsText(held);
        page.keyboard().press("Escape");
        page.getByLabel("Drain hung worker").click();
        page.getByLabel("Resume hung worker").waitFor();
        assertThat(page.locator(".rows")).containsText("it is given nothing more");
        send("drained", "two");
        assertThat(api.post("/v1/queues/drained/receive", "{}").json().path("messages")).isEmpty();
        page.getByLabel("Resume hung worker").click();
        page.getByLabel("Drain hung worker").waitFor();
        assertThat(receive("drained").path("body").asString()).isEqualTo("two");
        page.getByLabel("Disconnect hung worker").click();
        assertThat(dialog().locator(".touches")).containsText("receives that wait on drained");
        press(dialog(), "Disconnect");
        assertThat(dialog()).hasCount(0);
    }

    @Test
    void dead_letters_of_one_cause_are_discarded() throws Exception {
        queue("bad-dead", "{}");
        queue("bad", "{\"deadLetter\": {\"queue\": \"bad-dead\", \"maxAttempts\": 1}}");
        for (String reason : new String[] {"unknown customer", "unknown customer", "timeout"}) {
            send("bad", "x");
            api.post(
                            "/v1/queues/bad/leases/"
                                    + receive("bad").path("lease").asString()
                                    + "/reject",
                            "{\"reason\": \"" + reason + "\"}")
                    .expect(204);
        }
        page.navigate("/#/dead-letters/bad-dead");
        Locator cause =
                page.locator(
                        "fb-groups tr", new Page.LocatorOptions().setHasText("unknown customer"));
        press(cause, "Discard …");
        assertThat(dialog().locator(".touches")).containsText("2 messages");
        press(dialog(), "Discard 2 messages");
        assertThat(page.locator("fb-runs tbody tr").first()).containsText("2 discarded");
        assertThat(cause).hasCount(0);
        assertThat(page.locator("fb-groups tbody")).containsText("timeout");
        JsonNode stats = api.get("/v1/queues/bad-dead/stats").json();
        assertThat(stats.path("purged").asInt()).isEqualTo(2);
        assertThat(stats.path("ready").asInt()).isEqualTo(1);
    }

    @Test
    void limits_are_others_for_a_while_and_come_back() throws Exception {
        queue("limited", "{\"maxDepth\": 10}");
        page.navigate("/#/consumers");
        page.navigate("/#/limits");
        page.getByLabel("Limits of limited").click();
        dialog().getByLabel("Messages at most").fill("5000");
        dialog().getByLabel("For how long").fill("30 m");
        press(dialog(), "Set");
        Locator row =
                page.locator("main tbody tr", new Page.LocatorOptions().setHasText("limited"));
        assertThat(row).containsText("5,000 messages");
        assertThat(row).containsText("then as before");
        page.getByLabel("End the other limits of limited").click();
        assertThat(row).not().containsText("then as before");
        assertThat(api.get("/v1/queues/limited").json().at("/settings/maxDepth").asInt())
                .isEqualTo(10);
    }

    @Test
    void what_comes_is_tailed_and_the_tail_pauses_with_the_figures() throws Exception {
        queue("tailed", "{}");
        page.navigate("/#/queues/tailed");
        press(page.locator(".head"), "Tail");
        assertThat(page.locator("fb-tail")).containsText("Waiting for the next message");
        send("tailed", "hello tail");
        assertThat(page.locator("fb-tail .tail")).containsText("hello tail");
        send("tailed", "and another");
        assertThat(page.locator("fb-tail .tail-line")).hasCount(2);
        page.keyboard().press("Space");
        assertThat(page.locator("fb-tail")).containsText("Paused");
        send("tailed", "meanwhile");
        page.keyboard().press("Space");
        assertThat(page.locator("fb-tail .tail")).containsText("meanwhile");
        page.getByLabel("Filter").fill("body ~ wanted");
        press(page.locator("form.tools"), "Filter");
        assertThat(page.locator("fb-tail .tail-line")).hasCount(0);
        send("tailed", "not this");
        send("tailed", "a wanted one");
        assertThat(page.locator("fb-tail .tail-line")).hasCount(1);
        assertThat(page.locator("fb-tail .tail")).containsText("a wanted one");
    }

    @Test
    void a_stretch_of_the_histogram_narrows_the_search() {
        page.navigate("/#/messages/orders");
        Locator bars = page.locator(".histogram");
        assertThat(page.locator("[role=status]").first()).not().containsText("searching");
        BoundingBox box = bars.boundingBox();
        double y = box.y + box.height / 2;
        page.mouse().move(box.x + 2, y);
        page.mouse().down();
        page.mouse().move(box.x + box.width / 2, y);
        page.mouse().up();
        assertThat(page.getByLabel("Filter"))
                .hasValue(Pattern.compile("sent >= .*Z and sent < .*Z"));
        assertThat(page.locator("main [role=status]").first())
                .containsText(Pattern.compile("[1-9][\\d,]* messages? of"));
        bars.focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Shift+ArrowRight");
        assertThat(bars).hasAttribute("aria-valuetext", Pattern.compile("to .*message"));
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("Filter"))
                .hasValue(Pattern.compile("sent >= \\S+ and sent < \\S+"));
    }

    @Test
    void times_in_the_queue_are_a_picture_with_a_table_behind() {
        page.navigate("/#/queues/orders");
        assertThat(page.locator("fb-heat canvas")).isVisible();
        assertThat(page.locator("fb-heat")).containsText("first deliveries");
        page.getByLabel("Table of: time in the queue").click();
        assertThat(page.locator("fb-heat table")).containsText("up to 1 ms");
    }

    @Test
    void a_resend_that_is_refused_is_told_beside_the_message() throws Exception {
        queue("small", "{\"maxDepth\": 1}");
        String id = send("small", "fills it");
        page.navigate("/#/queues/small?message=" + id + "&of=small");
        Locator drawer = page.locator("fb-drawer");
        press(drawer, "Resend");
        assertThat(drawer.locator("[role=alert]")).containsText("small");
        press(drawer, "Copy link");
        assertThat(page.locator("fb-notice")).containsText("Copied as a link.");
    }

    @Test
    void code_for_programs_names_the_queue_and_is_copied() {
        page.navigate("/#/queues/orders");
        Locator code = page.locator("fb-snippets");
        // By key: what stands above still comes, and moves a button from under the pointer.
        assertThat(code.locator("pre")).containsText("/v1/queues/orders/messages");
        code.getByText("pika", new Locator.GetByTextOptions().setExact(true)).press("Enter");
        assertThat(code.locator("pre")).containsText("queue_declare(\"orders\", passive=True)");
        assertThat(page.locator("fb-settings")).containsText("own"); // where dead letters go
        assertThat(page.locator("main")).containsText("the default exchange, key orders");
        int port = browsing.server().amqpPort();
        assertThat(code.locator("pre")).containsText("(\"127.0.0.1\", " + port + ")");
        code.getByText("Copy", new Locator.GetByTextOptions().setExact(true)).press("Enter");
        assertThat(page.locator("fb-notice")).containsText("Copied.");
        assertThat(page.evaluate("navigator.clipboard.readText()").toString())
                .startsWith("# pip install pika");
    }

    @Test
    void the_log_is_read_all_queues_are_verified_and_a_checkpoint_is_written() {
        page.navigate("/#/server");
        assertThat(page.locator("fb-log .tail")).containsText("serving");
        page.getByLabel("Find in the log").fill("no line says this");
        assertThat(page.locator("fb-log .tail")).containsText("No lines.");
        press(page.locator("fb-verify"), "Verify all queues");
        assertThat(page.locator("fb-verify")).containsText("all as they should be");
        press(page.locator("fb-snapshot"), "Write a checkpoint");
        assertThat(page.locator("fb-snapshot [role=status]")).containsText("written in");
        Download file =
                page.waitForDownload(() -> press(page.locator("main"), "Download diagnostics"));
        assertThat(file.suggestedFilename()).startsWith("forebay-").endsWith(".json");
        assertThat(page.locator("fb-diagnostics [role=alert]")).hasCount(0);
    }

    @Test
    void a_console_that_is_read_only_changes_nothing() throws Exception {
        queue("locked", "{}");
        page.navigate("/#/queues?text=locked");
        page.getByLabel("Read-only").click();
        page.getByLabel("Pause locked").click();
        assertThat(page.locator("main [role=alert]")).containsText("read-only");
        assertThat(api.get("/v1/queues/locked").json().at("/settings/flow").asString())
                .isEqualTo("running");
        page.getByLabel("Read-only").click();
        page.getByLabel("Pause locked").click();
        page.getByLabel("Resume locked").waitFor();
    }

    @Test
    void a_drain_that_is_not_allowed_is_told_in_words() throws Exception {
        page.route(
                "**/consumers/drain",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(403)
                                        .setContentType("application/problem+json")
                                        .setBody(
                                                "{\"status\": 403, \"detail\": \"You may not drain it.\"}")));
        queue("forbidden", "{}");
        send("forbidden", "x");
        receive("forbidden");
        page.navigate("/#/consumers?text=forbidden");
        page.getByLabel("Drain hung worker").click();
        assertThat(page.locator("main [role=alert]")).containsText("You may not drain it.");
        page.unroute("**/consumers/drain");
        assertThat(isHeldBack("forbidden")).isFalse();
    }

    private static boolean isHeldBack(String queue) throws Exception {
        return api.get("/v1/queues/" + queue + "/consumers")
                .json()
                .at("/consumers/0")
                .has("heldBack");
    }
}
