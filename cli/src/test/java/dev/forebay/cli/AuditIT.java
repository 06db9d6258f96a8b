package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.Credentials;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.process.ForebayServer;
import dev.forebay.server.settings.SettingsReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** The audit command against the real server. */
final class AuditIT {
    @TempDir private Path home = Path.of("");

    private final StringWriter data = new StringWriter();

    @Test
    void every_counter_of_a_running_server_is_proven_and_again_after_a_restart() throws Exception {
        ForebayServer first = open();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Api api =
                    new Api(
                            http,
                            URI.create(address(first)),
                            new Credentials.Nobody(),
                            Duration.ofSeconds(20));
            fill(api);
            String[] proven = {
                "orders: 4 sent = 1 unsettled + 2 acked + 1 dead-lettered: holds",
                "orders-dead: 1 sent = 1 unsettled: holds"
            };
            assertThat(audit(first)).as("%s", data).isZero();
            assertThat(data.toString().lines()).containsExactlyInAnyOrder(proven);
        } finally {
            var _ = first.stop();
        }
        ForebayServer second = open();
        try {
            assertThat(audit(second, "orders")).as("%s", data).isZero();
            assertThat(audit(second, "unknown")).isEqualTo(ExitCode.NOT_FOUND.number());
            assertThat(data.toString()).endsWith("unknown: there is no such queue\n");
        } finally {
            var _ = second.stop();
        }
    }

    private static void fill(Api api) throws Exception {
        var _ = api.post("/v1/queues", Map.of("name", "orders-dead"));
        var _ =
                api.post(
                        "/v1/queues",
                        Map.of(
                                "name",
                                "orders",
                                "settings",
                                Map.of(
                                        "deadLetter",
                                        Map.of("queue", "orders-dead", "maxAttempts", 3))));
        for (int i = 0; i < 4; i++) {
            var _ = api.post("/v1/queues/orders/messages", Map.of("body", "order " + i));
        }
        List<String> ends = List.of("ack", "ack", "reject");
        JsonNode leased = api.post("/v1/queues/orders/receive", Map.of("max", ends.size()));
        for (int i = 0; i < ends.size(); i++) {
            String lease = leased.path("messages").path(i).path("lease").asString();
            var _ = api.post("/v1/queues/orders/leases/" + lease + "/" + ends.get(i), Map.of());
        }
    }

    private ForebayServer open() throws Exception {
        LocalFiles files = new LocalFiles();
        List<String> flags =
                List.of(
                        "--data",
                        home.resolve("data").toString(),
                        "--http-port",
                        "0",
                        "--amqp-port",
                        "0");
        return ForebayServer.open(SettingsReader.read(flags, Map.of(), files), files);
    }

    private static String address(ForebayServer server) {
        return "http://127.0.0.1:" + server.address().getPort();
    }

    private int audit(ForebayServer server, String... queues) {
        CommandLine commandLine = Commands.all().setOut(new PrintWriter(data, true));
        String[] arguments = new String[queues.length + 3];
        arguments[0] = "audit";
        arguments[1] = "--url";
        arguments[2] = address(server);
        System.arraycopy(queues, 0, arguments, 3, queues.length);
        return commandLine.execute(arguments);
    }
}
