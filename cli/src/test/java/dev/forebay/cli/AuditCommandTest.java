package dev.forebay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forebay.cli.api.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The audit command against a server that answers as it is told. */
final class AuditCommandTest {
    /** Reserved (tcpmux), and served by nobody these days. */
    private static final int UNUSED_PORT = 1;

    private static final String HOLDS = report(8, "");
    private static final String CONTRADICTS = report(8, "\"the journal tells of 7\"");

    private final StringWriter data = new StringWriter();
    private final StringWriter talk = new StringWriter();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<String> authorizations = new ArrayList<>();
    private final HttpServer server;

    AuditCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String report(int acked, String objections) {
        return """
        {"holds": %s, "subscriptions": [{"subscription": 0, "holds": %1$s, "journal": "whole",
         "sent": 10, "unsettled": 2, "ended": {"acked": %d}, "objections": [%s]}]}
        """
                .formatted(objections.isEmpty(), acked, objections);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .ifPresent(authorizations::add);
        String page = pages.get(exchange.getRequestURI().toString());
        byte[] bytes =
                Optional.ofNullable(page)
                        .orElse("{\"status\": 404, \"detail\": \"nothing there\"}")
                        .getBytes(UTF_8);
        exchange.sendResponseHeaders(page == null ? 404 : 200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private int audit(String... more) {
        List<String> arguments = new ArrayList<>(List.of("audit", "--url"));
        arguments.add("http://127.0.0.1:" + server.getAddress().getPort());
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    private int run(List<String> arguments) {
        CommandLine commandLine = Commands.all();
        commandLine.setOut(new PrintWriter(data, true)).setErr(new PrintWriter(talk, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    @Test
    void it_goes_through_all_pages_and_ends_with_0_when_all_hold() {
        pages.put("/v1/queues?limit=100", "{\"queues\": [{\"name\": \"a\"}], \"cursor\": \"x+1\"}");
        pages.put("/v1/queues?limit=100&cursor=x%2B1", "{\"queues\": [{\"name\": \"b.fifo\"}]}");
        pages.put("/v1/queues/a/audit", HOLDS);
        pages.put("/v1/queues/b.fifo/audit", HOLDS);
        assertThat(audit()).as("%s", talk).isZero();
        assertThat(data.toString().lines())
                .containsExactly(
                        "a: 10 sent = 2 unsettled + 8 acked: holds",
                        "b.fifo: 10 sent = 2 unsettled + 8 acked: holds");
    }

    @Test
    void what_waits_to_be_due_is_part_of_what_was_sent() {
        pages.put(
                "/v1/queues/a/audit",
                """
                {"holds": true, "subscriptions": [{"subscription": 0, "holds": true, "journal": "whole",
                 "sent": 13, "unsettled": 2, "ended": {"acked": 3, "moved": 0}, "objections": [],
                 "scheduled": {"waiting": 7, "found": 7, "ended": 1}}]}
                """);
        assertThat(audit("a")).isZero();
        assertThat(data.toString())
                .contains(
                        "a: 13 sent = 2 unsettled + 3 acked + 7 scheduled"
                                + " + 1 taken back or purged before it was due: holds");
    }

    @Test
    void a_contradiction_is_told_and_ends_with_1_after_the_others() {
        pages.put("/v1/queues/a/audit", CONTRADICTS);
        pages.put("/v1/queues/b/audit", HOLDS);
        assertThat(audit("a", "b")).isEqualTo(ExitCode.FAILED.number());
        assertThat(data.toString().lines())
                .containsExactly(
                        "a: 10 sent = 2 unsettled + 8 acked: DOES NOT HOLD: the journal tells of 7",
                        "b: 10 sent = 2 unsettled + 8 acked: holds");
    }

    @Test
    void counters_that_do_not_add_up_end_with_1_though_the_server_says_that_they_hold() {
        pages.put("/v1/queues/a/audit", report(7, ""));
        assertThat(audit("a")).isEqualTo(ExitCode.FAILED.number());
        assertThat(data.toString()).contains("10 sent is not 2 unsettled + 7 acked");
    }

    @Test
    void a_queue_named_that_is_not_there_ends_with_4_unless_something_is_wrong_too() {
        pages.put("/v1/queues/b/audit", HOLDS);
        assertThat(audit("a", "b")).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(data.toString()).contains("a: there is no such queue", "b: 10 sent");
        pages.put("/v1/queues/b/audit", CONTRADICTS);
        assertThat(audit("a", "b")).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void a_queue_deleted_between_list_and_audit_contradicts_nothing() {
        pages.put("/v1/queues?limit=100", "{\"queues\": [{\"name\": \"gone\"}]}");
        assertThat(audit()).isZero();
        assertThat(data.toString()).contains("gone: deleted meanwhile");
    }

    @Test
    void programs_get_what_the_server_said_and_nothing_else() {
        pages.put("/v1/queues/a/audit", CONTRADICTS);
        assertThat(audit("nope", "a", "-o", "json")).isEqualTo(ExitCode.FAILED.number());
        assertThat(Json.MAPPER.readTree(data.toString()))
                .singleElement()
                .satisfies(row -> assertThat(row.path("queue").asString()).isEqualTo("a"))
                .satisfies(row -> assertThat(row.path("holds").asBoolean()).isFalse())
                .satisfies(row -> assertThat(row.at("/ended/acked").asLong()).isEqualTo(8));
        assertThat(talk.toString()).contains("nope: there is no such queue");
    }

    @Test
    void the_token_is_shown_to_the_server() {
        pages.put("/v1/queues/a/audit", HOLDS);
        assertThat(audit("--token", "f-token", "a")).isZero();
        assertThat(authorizations).containsExactly("Bearer f-token");
    }

    @Test
    void a_malformed_token_is_usage_and_is_not_repeated() {
        assertThat(audit("--token", "two words")).isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains("token").doesNotContain("two words");
    }

    @Test
    void a_server_that_refuses_is_told_in_its_own_words() {
        assertThat(audit()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(talk.toString()).contains("nothing there");
    }

    @Test
    void an_answer_that_is_no_audit_proves_nothing() {
        pages.put("/v1/queues/a/audit", "{}");
        assertThat(audit("a")).isEqualTo(ExitCode.FAILED.number());
        assertThat(talk.toString()).contains("tells of no subscription");
    }

    @Test
    void a_server_that_is_not_there_is_unreachable() {
        assertThat(run(List.of("audit", "--url", "http://127.0.0.1:" + UNUSED_PORT)))
                .isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(talk.toString()).contains("no server answers", ":" + UNUSED_PORT);
    }

    @Test
    void a_malformed_address_is_usage() {
        assertThat(run(List.of("audit", "--url", "localhost:9324")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(talk.toString()).contains("http://HOST:PORT");
    }

    @Test
    void it_explains_itself() {
        assertThat(run(List.of("audit", "--help"))).isZero();
        assertThat(data.toString())
                .contains(
                        "--url", "http://127.0.0.1:9324", "--token", "FOREBAY_TOKEN", "Exit codes");
    }
}
