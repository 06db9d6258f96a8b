package dev.forebay.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.forebay.server.api.ApiClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What others wrote is shown and never run, and however much there is, little of it is in the page.
 */
@ExtendWith(Browsing.Provider.class)
class ConsoleSafetyTest {
    /** Ways to have a page run what it shows; each would set window.ran or open a dialog. */
    private static final List<String> PAYLOADS =
            List.of(
                    "<script>window.ran=1</script>",
                    "\"><script>window.ran=1</script>",
                    "'><script>window.ran=1</script>",
                    "</script><script>window.ran=1</script>",
                    "</textarea><script>window.ran=1</script>",
                    "</title><script>window.ran=1</script>",
                    "</style><script>window.ran=1</script>",
                    "--><script>window.ran=1</script>",
                    "]]><script>window.ran=1</script>",
                    "<scr<script>ipt>window.ran=1</scr</script>ipt>",
                    "<SCRIPT SRC=data:text/javascript,window.ran=1></SCRIPT>",
                    "<script/src='data:text/javascript,window.ran=1'></script>",
                    "<img src=x onerror=window.ran=1>",
                    "<img src=x onerror=alert(1)//",
                    "<img/src/onerror=window.ran=1>",
                    "\" onmouseover=\"window.ran=1",
                    "' autofocus onfocus='window.ran=1",
                    "x\" autofocus onfocus=alert(1) y=\"",
                    "<svg onload=window.ran=1>",
                    "<svg/onload=window.ran=1>",
                    "<svg><script>window.ran=1</script></svg>",
                    "<svg><animate onbegin=window.ran=1 attributeName=x dur=1s>",
                    "<math><mtext></mtext><img src=x onerror=window.ran=1></math>",
                    "<body onload=window.ran=1>",
                    "<input autofocus onfocus=window.ran=1>",
                    "<details open ontoggle=window.ran=1>",
                    "<video><source onerror=window.ran=1></video>",
                    "<audio src=x onerror=window.ran=1>",
                    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
                    "<iframe src=javascript:parent.ran=1></iframe>",
                    "<object data=javascript:window.ran=1>",
                    "<embed src=javascript:window.ran=1>",
                    "<a href=javascript:window.ran=1>click</a>",
                    "<form action=javascript:window.ran=1><button>x</button></form>",
                    "<base href=javascript:window.ran=1//>",
                    "<meta http-equiv=refresh content='0;url=javascript:window.ran=1'>",
                    "<link rel=stylesheet href=javascript:window.ran=1>",
                    "javascript:window.ran=1",
                    "${window.ran=1}{{window.ran=1}}`${window.ran=1}`",
                    "<template><img src=x onerror=window.ran=1></template><!--?lit$1$-->");

    private static final int QUEUES = 10_000;
    private static final int PAGE = 500;

    @Test
    void what_others_wrote_never_runs(Browsing browsing) throws Exception {
        try (ApiClient api = browsing.server().client("User-Agent", PAYLOADS.getFirst())) {
            write(api);
        }
        Page page = browsing.tab();
        for (String place :
                List.of(
                        "queues?text=evil",
                        "queues/evil",
                        "dead-letters/evil-dead",
                        "consumers?text=evil",
                        "access")) {
            page.navigate("/#/" + place);
            assertThat(page.locator("main")).containsText("evil");
        }
        page.navigate("/#/messages/evil-dead");
        assertThat(page.locator("main")).containsText(PAYLOADS.size() + " messages");
        for (int i = 0; i < PAYLOADS.size(); i++) {
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            assertThat(page.locator("fb-body pre")).hasText(PAYLOADS.get(i));
        }
        assertThat(page.evaluate("window.ran")).isNull();
        assertThat(browsing.faults()).isEmpty();
        page.context().close();
    }

    /** Each payload as body, key, header and reason of a dead letter; some as tags. */
    private static void write(ApiClient api) throws Exception {
        api.post("/v1/queues", "{\"name\": \"evil-dead\"}").expect(201);
        api.post(
                        "/v1/queues",
                        json(
                                Map.of(
                                        "name",
                                        "evil",
                                        "tags",
                                        Map.of("note", PAYLOADS.getFirst()),
                                        "settings",
                                        Map.of(
                                                "deadLetter",
                                                Map.of("queue", "evil-dead", "maxAttempts", 1)))))
                .expect(201);
        for (String payload : PAYLOADS) {
            api.post(
                            "/v1/queues/evil/messages",
                            json(
                                    Map.of(
                                            "body",
                                            payload,
                                            "key",
                                            payload,
                                            "headers",
                                            Map.of("note", payload))))
                    .expect(201);
            JsonNode message = api.post("/v1/queues/evil/receive", "{}").json().at("/messages/0");
            api.post(
                            "/v1/queues/evil/leases/"
                                    + message.path("lease").asString()
                                    + "/reject",
                            json(Map.of("reason", payload)))
                    .expect(204);
        }
    }

    private static String json(Map<String, ?> value) {
        return ApiClient.JSON.writeValueAsString(value);
    }

    @Test
    void of_ten_thousand_queues_only_those_that_are_seen_are_in_the_page(Browsing browsing) {
        Page page = browsing.tab();
        String one = page.request().get("/v1/queues?prefix=exports&limit=1").text();
        String queue = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
        page.route("**/v1/queues?*limit=" + PAGE + "*", route -> list(route, queue));
        page.route(
                "**/v1/stats?*",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("application/json")
                                        .setBody("{\"queues\": []}")));
        page.navigate("/#/queues?sort=name");
        assertThat(page.locator("main")).containsText("10,000 queues");
        assertThat((Integer) page.evaluate("document.querySelectorAll('.rows .line').length"))
                .isLessThan(60);
        page.evaluate("document.querySelector('.rows').scrollTop = 1e9");
        assertThat(page.locator(".rows")).containsText("queue-09999");
        assertThat((Integer) page.evaluate("document.querySelectorAll('.rows .line').length"))
                .isLessThan(60);
        page.context().close();
    }

    /** A page of a list such as the server gives, of queues that it does not have. */
    private static void list(Route route, String queue) {
        String url = route.request().url();
        int from =
                url.contains("cursor=")
                        ? Integer.parseInt(url.replaceFirst(".*cursor=(\\d+).*", "$1"))
                        : 0;
        String queues =
                IntStream.range(from, from + PAGE)
                        .mapToObj(number ->
                                queue.replace("\"exports\"", "\"queue-%05d\"".formatted(number)))
                        .collect(Collectors.joining(",", "{\"queues\":[", "]"));
        int next = from + PAGE;
        route.fulfill(
                new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(queues + (next < QUEUES ? ",\"cursor\":\"" + next + "\"}" : "}")));
    }
}
