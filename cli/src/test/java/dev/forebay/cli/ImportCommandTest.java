package dev.forebay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The import command against a server that answers as it is told. */
final class ImportCommandTest {
    private static final String REPORT =
            """
            {"counts": {"create": 1, "change": 0, "same": 1, "refused": %d}, "definitions": [
             {"kind": "vhost", "vhost": "", "name": "/", "outcome": "same", "reason": ""},
             {"kind": "queue", "vhost": "/", "name": "orders", "outcome": "create", "reason": ""}%s]}
            """;
    private static final String TAKEN = REPORT.formatted(0, "");
    private static final String REFUSED =
            REPORT.formatted(
                    1,
                    ", {\"kind\": \"queue\", \"vhost\": \"/\", \"name\": \"log\", \"outcome\":"
                            + " \"refused\", \"reason\": \"no streams\"}");

    @TempDir private Path folder;
    private final StringWriter data = new StringWriter();
    private final StringWriter talk = new StringWriter();
    private final List<String> requests = new ArrayList<>();
    private final HttpServer server;
    private int status = 200;
    private String answer = TAKEN;

    ImportCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private int take(String file, String... more) throws IOException {
        Path definitions = Files.writeString(folder.resolve("definitions.json"), file);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "import",
                                "rabbitmq",
                                definitions.toString(),
                                "--url",
                                "http://127.0.0.1:" + server.getAddress().getPort()));
        arguments.addAll(List.of(more));
        CommandLine commandLine = Commands.all();
        commandLine.setOut(new PrintWriter(data, true)).setErr(new PrintWriter(talk, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    @Test
    void what_is_taken_is_told_line_by_line() throws IOException {
        assertThat(take("{\"queues\": []}")).as("%s", talk).isZero();
        assertThat(requests).containsExactly("POST /api/definitions?report=true {\"queues\":[]}");
        assertThat(data.toString().lines())
                .containsExactly(
                        "created       queue 'orders' in vhost '/'",
                        "is there      vhost '/'",
                        "1 created, 0 changed; 1 were there already, 0 not taken.");
    }

    @Test
    void a_dry_run_asks_for_nothing_else_and_tells_what_cannot_be_taken() throws IOException {
        answer = REFUSED;
        assertThat(take("{}", "--dry-run")).isEqualTo(ExitCode.FAILED.number());
        assertThat(requests).containsExactly("POST /api/definitions?dry_run=true {}");
        assertThat(data.toString())
                .contains(
                        "would create  queue 'orders' in vhost '/'",
                        "cannot take   queue 'log' in vhost '/': no streams",
                        "Nothing was changed.");
    }

    @Test
    void programs_get_the_servers_report() throws IOException {
        assertThat(take("{}", "-o", "jsonl")).isZero();
        assertThat(data.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"kind\":"));
    }

    @Test
    void a_file_that_is_none_is_told_before_anything_is_asked() throws IOException {
        assertThat(take("{")).isEqualTo(ExitCode.FAILED.number());
        assertThat(take("[]")).isEqualTo(ExitCode.FAILED.number());
        assertThat(talk.toString()).contains("is not JSON", "has no definitions in it");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_refusal_is_told_in_the_servers_words() throws IOException {
        status = 401;
        answer = "{\"error\": \"not_authorised\", \"reason\": \"Login failed\"}";
        assertThat(take("{}")).isEqualTo(ExitCode.NOT_ALLOWED.number());
        assertThat(talk.toString()).contains("Login failed").contains("--token");
        status = 404;
        assertThat(take("{}")).isEqualTo(ExitCode.FAILED.number());
        assertThat(talk.toString()).contains("--amqp-enabled");
        status = 413;
        assertThat(take("{}")).isEqualTo(ExitCode.FAILED.number());
        assertThat(talk.toString()).contains("definitions.json is larger", "--http-max-body");
    }
}
