package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import dev.forebay.server.api.ApiClient;
import dev.forebay.server.api.ApiServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What others wrote is shown and never run, wherever it stands: names and tags of queues,
 * subscriptions, clients, bodies, keys, headers and their names, reasons, notes of tokens, filters.
 */
@ExtendWith(Browsing.Provider.class)
class ConsoleSafetyTest {
    private static final String PASSWORD = "correct-horse-battery";

    /** All that has a meaning in addresses and lists. */
    private static final String ODD = "a,b/../c %2F?#&+\"'\ud83d\ude00";

    private static final String GUEST =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));

    private static Browsing browsing;
    private static ApiServer server;

    @BeforeAll
    static void write(Browsing given) throws Exception {
        browsing = given;
        server = new ApiServer();
        try (ApiClient api = server.client()) {
            make(api);
        }
        for (String payload : Payloads.ALL) {
            try (ApiClient api = server.client("User-Agent", payload)) {
                bury(api, payload);
            }
        }
    }

    @AfterAll
    static void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static void make(ApiClient api) throws Exception {
        Map<String, String> tags = new HashMap<>();
        Payloads.ALL.forEach(payload -> tags.put("note" + tags.size(), payload));
        api.post("/v1/queues", json(Map.of("name", "evil-dead"))).expect(201);
        Map<String, ?> dead = Map.of("queue", "evil-dead", "maxAttempts", 1);
        Map<String, ?> settings = Map.of("deadLetter", dead);
        api.post("/v1/queues", json(Map.of("name", "evil", "tags", tags, "settings", settings)))
                .expect(201);
        for (String payload : Payloads.ALL) {
            api.post("/v1/queues/evil/subscriptions", json(Map.of("name", payload))).expect(201);
        }
    }

    private static void bury(ApiClient api, String payload) throws Exception {
        Map<String, String> headers = Map.of("note", payload, payload.replace(":", ""), "note");
        api.post(
                        "/v1/queues/evil/messages",
                        json(Map.of("body", payload, "key", payload, "headers", headers)))
                .expect(201);
        JsonNode message = api.post("/v1/queues/evil/receive", "{}").json().at("/messages/0");
        String lease = message.path("lease").asString();
        api.post("/v1/queues/evil/leases/" + lease + "/reject", json(Map.of("reason", payload)))
                .expect(204);
    }

    private static String json(Map<String, ?> value) {
        return ApiClient.JSON.writeValueAsString(value);
    }

    private static void requireNothingRan(Page page) {
        assertThat(page.evaluate("window.ran")).isNull();
        assertThat(browsing.faults()).isEmpty();
        page.context().close();
    }

    @Test
    void what_messages_and_clients_say_never_runs() {
        Page page = browsing.tab(server);
        page.navigate("/");
        for (String place : List.of("queues/evil", "consumers?text=evil", "access")) {
            page.navigate("/#/" + place);
            assertThat(page.locator("main")).containsText("evil");
        }
        page.navigate("/#/dead-letters/evil-dead");
        assertThat(page.locator("fb-groups tbody tr")).hasCount(Payloads.ALL.size());
        page.navigate("/#/messages/evil?tail=yes&filter=%3Cscript%3Ewindow.ran=1%3C/script%3E");
        assertThat(page.locator("main [role=alert]").first()).isVisible();
        page.navigate("/#/messages/evil-dead");
        assertThat(page.locator("main")).containsText(Payloads.ALL.size() + " messages");
        for (String payload : Payloads.ALL) {
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            assertThat(page.locator("fb-body pre")).hasText(payload);
        }
        requireNothingRan(page);
    }

    private static void declare(Page page, String queue) {
        RequestOptions durable =
                RequestOptions.create()
                        .setHeader("Authorization", GUEST)
                        .setData(Map.of("durable", true));
        assertThat(page.request().put("/api/queues/%2F/" + encoded(queue), durable).status())
                .as(queue)
                .isEqualTo(201);
    }

    @Test
    void names_of_queues_never_run() {
        Page page = browsing.tab(server);
        Payloads.ALL.forEach(payload -> declare(page, payload));
        declare(page, ODD);
        page.navigate("/#/queues/" + encoded(ODD));
        assertThat(page.locator("fb-basin")).containsText(ODD); // its figures have come
        page.navigate("/#/queues?sort=name");
        Locator rows = page.locator(".rows");
        for (String payload : Payloads.ALL) {
            page.locator("main input[type=search]").fill(payload);
            assertThat(rows).containsText(payload);
        }
        String last = Payloads.ALL.getLast();
        page.navigate("/#/queues/" + encoded(last));
        assertThat(page.locator(".head h1")).hasText(last);
        page.getByText("Purge …").click();
        assertThat(page.locator("dialog[open]")).containsText(last);
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        assertThat(page.locator(".find-box")).isVisible();
        page.keyboard().type("window");
        assertThat(page.locator("[role=option]").first()).containsText("window");
        requireNothingRan(page);
    }

    @Test
    void notes_of_tokens_never_run() throws Exception {
        try (ApiServer other = new ApiServer()) {
            try (ApiClient anybody = other.client()) {
                anybody.post("/v1/users", user("ann")).expect(201);
            }
            Page page = browsing.tab(other);
            page.navigate("/#/access");
            Locator signIn = page.locator("fb-sign-in");
            signIn.getByLabel("User").fill("ann");
            signIn.getByLabel("Password").fill(PASSWORD);
            signIn.getByText("Sign in", new Locator.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("main")).containsText("You are ann");
            post(page, "v1/users", user("bob"));
            for (int i = 0; i < Payloads.ALL.size(); i++) {
                String user = i % 2 == 0 ? "ann" : "bob"; // each may have twenty
                post(
                        page,
                        "v1/users/" + user + "/tokens",
                        json(Map.of("note", Payloads.ALL.get(i))));
            }
            page.reload();
            for (String payload : List.of(Payloads.ALL.getFirst(), Payloads.ALL.getLast())) {
                assertThat(page.locator("main tbody").first()).containsText(payload);
            }
            requireNothingRan(page);
        }
    }

    private static String user(String name) {
        return json(Map.of("name", name, "password", PASSWORD, "roles", List.of("admin")));
    }

    /** As the page itself does it, which has a session. */
    private static void post(Page page, String path, String body) {
        page.evaluate(
                "async ([path, body]) => (await import('/console/js/api.js'))"
                        + ".post(path, JSON.parse(body))",
                List.of(path, body));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
