package dev.forebay.server;

import dev.forebay.server.logs.Logs;
import dev.forebay.server.machine.LocalFiles;
import dev.forebay.server.machine.ProcessAge;
import dev.forebay.server.machine.SteadyClock;
import dev.forebay.server.process.ExitCode;
import dev.forebay.server.process.ForebayServer;
import dev.forebay.server.process.StartRefused;
import dev.forebay.server.process.Usage;
import dev.forebay.server.settings.InvalidSettings;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a server in a scratch folder, uses it as clients do, and stops it: what is loaded on the
 * way is what the launcher's start-up cache will hold. Run by the launcher after each build; its
 * argument is the folder.
 */
public final class TrainingRun {
    private static final int ROUNDS = 1_500;
    private static final String ACCOUNT = "/000000000000/";
    private static final Pattern HANDLE = Pattern.compile("\"ReceiptHandle\":\"([^\"]+)\"");

    private final HttpClient http;
    private final URI endpoint;

    private TrainingRun(HttpClient http, URI endpoint) {
        this.http = http;
        this.endpoint = endpoint;
    }

    /** Exit code 0 when the server did all that was asked of it. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(arguments[0]).number());
    }

    private static ExitCode run(String scratch)
            throws InvalidSettings, StartRefused, IOException, InterruptedException {
        LocalFiles files = new LocalFiles();
        ProcessAge age = new ProcessAge(files, SteadyClock.system());
        Settings settings =
                SettingsReader.read(
                        List.of("--data", scratch + "/data", "--http-port=0", "--amqp-port=0"),
                        Map.of("FOREBAY_LOG_LEVEL", "info"),
                        files);
        Logs.apply(settings);
        ForebayServer server = ForebayServer.open(settings, files);
        System.out.println(Usage.of("start") + age.millis());
        try (HttpClient http = HttpClient.newHttpClient()) {
            new TrainingRun(http, URI.create("http://127.0.0.1:" + server.address().getPort()))
                    .useAll();
        }
        return server.stop();
    }

    private void useAll() throws IOException, InterruptedException {
        json("CreateQueue", "{\"QueueName\":\"training\"}");
        json("CreateQueue", "{\"QueueName\":\"t.fifo\",\"Attributes\":{\"FifoQueue\":\"true\"}}");
        for (int round = 0; round < ROUNDS; round++) {
            message("training", "", round);
            if (round % 10 == 0) {
                message(
                        "t.fifo",
                        ",\"MessageGroupId\":\"g\",\"MessageDeduplicationId\":\"" + round + "\"",
                        round);
                ask("training");
                ask("t.fifo");
                query("Action=GetQueueUrl&QueueName=training");
            }
        }
        json("GetQueueAttributes", "{" + url("training") + ",\"AttributeNames\":[\"All\"]}");
        query("Action=SendMessage&MessageBody=hello&QueueUrl=" + endpoint + ACCOUNT + "training");
        for (String page :
                List.of("/health/live", "/health/ready", "/metrics", "/metrics/queues")) {
            send(HttpRequest.newBuilder(endpoint.resolve(page)));
        }
    }

    private void message(String queue, String more, int round)
            throws IOException, InterruptedException {
        String body = "\"MessageBody\":\"training message " + round + "\"";
        json("SendMessage", "{" + url(queue) + "," + body + more + "}");
    }

    /** Receives some and settles each. */
    private void ask(String queue) throws IOException, InterruptedException {
        String answer =
                json(
                        "ReceiveMessage",
                        "{"
                                + url(queue)
                                + ",\"MaxNumberOfMessages\":10,\"WaitTimeSeconds\":1"
                                + ",\"MessageSystemAttributeNames\":[\"All\"]}");
        Matcher handles = HANDLE.matcher(answer);
        while (handles.find()) {
            String handle = ",\"ReceiptHandle\":\"" + handles.group(1) + "\"";
            json("DeleteMessage", "{" + url(queue) + handle + "}");
        }
    }

    private String url(String queue) {
        return "\"QueueUrl\":\"" + endpoint + ACCOUNT + queue + "\"";
    }

    private String json(String action, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", "AmazonSQS." + action)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void query(String form) throws IOException, InterruptedException {
        var _ =
                send(
                        HttpRequest.newBuilder(endpoint)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(
                        request.version(HttpClient.Version.HTTP_1_1).build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
