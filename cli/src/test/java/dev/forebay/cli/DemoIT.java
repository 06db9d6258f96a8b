package dev.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.process.ForebayServer;
import dev.forebay.server.settings.SettingsReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo against the real server. */
final class DemoIT {
    private static final int TERMINATED = 143;

    @TempDir private Path home = Path.of("");

    @Test
    void on_a_running_server_the_account_holds_and_no_queue_stays() throws Exception {
        LocalFiles files = new LocalFiles();
        List<String> flags =
                List.of(
                        "--data",
                        home.resolve("data").toString(),
                        "--http-port",
                        "0",
                        "--amqp-port",
                        "0");
        ForebayServer server =
                ForebayServer.open(SettingsReader.read(flags, Map.of(), files), files);
        try {
            String url = "http://127.0.0.1:" + server.address().getPort();
            StringWriter data = new StringWriter();
            CommandLine commandLine = Commands.all().setOut(new PrintWriter(data, true));
            assertThat(commandLine.execute("demo", "--fast", "--url", url)).as("%s", data).isZero();
            assertThat(data.toString())
                    .contains("consumer 1 died with", "is in the dead-letter queue")
                    .contains("the breaker opens", "held back for", "the payment service answers")
                    .contains("the breaker closes", "dead-lettered for it: 0.")
                    .contains("1  dead-lettered", "0  lost", "no failure", "which agrees")
                    .contains("the account holds.");
            assertThat(queues(url)).doesNotContain("queue=\"demo-");
        } finally {
            var _ = server.stop();
        }
    }

    @Test
    void with_a_server_of_its_own_it_leaves_nothing_behind() throws Exception {
        try (DemoProcess demo = DemoProcess.start(home)) {
            assertThat(demo.await()).as("%s", demo.output()).isZero();
            assertThat(demo.output()).contains("the account holds.");
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    @Test
    void a_stop_gives_the_account_so_far_and_leaves_nothing_behind() throws Exception {
        try (DemoProcess demo = DemoProcess.start(home)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> demo.output().contains("Act 2"));
            demo.terminate();
            assertThat(demo.await()).isEqualTo(TERMINATED);
            assertThat(demo.output()).contains("Stopped. The account so far", "none lost.");
            assertThat(demo.children()).isZero();
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    private static String queues(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest page = HttpRequest.newBuilder(URI.create(url + "/metrics/queues")).build();
            return http.send(page, BodyHandlers.ofString()).body();
        }
    }
}
