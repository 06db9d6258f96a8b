package dev.forebay.bench.sqs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What live traffic of 2,000 a second notices of looking through ten million messages in the
 * background: a replay of all of them into another queue, a preview, and browsing.
 */
public final class BackgroundBench {
    private static final String ARCHIVE = "archive";
    private static final long MESSAGES = 10_000_000;
    private static final int RATE = 2_000;
    private static final int CONNECTIONS = 64;
    private static final Duration STRIDE = Duration.ofSeconds(10);
    private static final double PERCENT = 100;
    private static final Pattern SENT = Pattern.compile("\"sent\":(\\d+)");
    private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");
    private static final Pattern LOOKED = Pattern.compile("\"looked\":(\\d+)");

    private final Bench bench;
    private final ServerProcess server;
    private final HttpClient http = HttpClient.newHttpClient();
    private double usualP99;

    private BackgroundBench(Bench bench, ServerProcess server) {
        this.bench = bench;
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Bench bench = Bench.of(arguments);
                ServerProcess server = Contender.FOREBAY.start(bench)) {
            new BackgroundBench(bench, server).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        fill();
        System.out.println(
                "| in the background | messages/s of it | p50 ms | p99 ms | p99 of alone | max ms | server CPU % |");
        System.out.println("|---|---|---|---|---|---|---|");
        try (var open = new OpenLoop(server, CONNECTIONS)) {
            open.send(RATE, bench.warm());
            measure("nothing", open, () -> 0L);
            String replay =
                    call("POST", "/replays", "{\"from\": \"beginning\", \"intoQueue\": \"copy\"}");
            String number = replay.replaceAll(".*\"replay\":(\\d+).*", "$1");
            measure(
                    "replay of 10 million into another queue",
                    open,
                    () -> figure(POSITION, call("GET", "/replays/" + number, "")));
            call("POST", "/replays/" + number + "/cancel", "{}");
            measure("preview of a replay", open, repeated("POST", "/replays/preview", PREVIEW));
            measure("browsing with a filter", open, repeated("GET", BROWSE, ""));
        }
    }

    private static final String PREVIEW =
            "{\"from\": \"beginning\", \"filter\": \"body ~ \\\"x\\\"\"}";
    private static final String BROWSE = "/messages?states=purged&filter=body%20~%20%22x%22";

    /** How far something has come. */
    private interface Progress {
        long now() throws IOException, InterruptedException;
    }

    /** Asks again and again from a thread of its own; what was looked at counts. */
    private Progress repeated(String method, String path, String body) {
        long[] looked = new long[1];
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        for (long end = System.nanoTime() + bench.measure().toNanos() * 2;
                                System.nanoTime() < end; ) {
                            long more = figure(LOOKED, call(method, path, body));
                            synchronized (looked) {
                                looked[0] += more;
                            }
                        }
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return () -> {
            synchronized (looked) {
                return looked[0];
            }
        };
    }

    private void measure(String what, OpenLoop open, Progress progress)
            throws IOException, InterruptedException {
        Duration before = server.cpu();
        long from = progress.now();
        Load load = open.send(RATE, bench.measure());
        long passed = progress.now() - from;
        double seconds = load.lasted().toNanos() / 1e9;
        double p99 = load.p99().toNanos();
        usualP99 = usualP99 == 0 ? p99 : usualP99;
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %s | %s | %.0f %% | %s | %.0f |%n",
                what,
                passed / seconds,
                Load.millis(load.p50()),
                Load.millis(load.p99()),
                PERCENT * p99 / usualP99,
                Load.millis(load.max()),
                server.cpu().minus(before).toNanos() / 1e7 / seconds);
    }

    /** Ten million messages that are settled and kept. */
    private void fill() throws IOException, InterruptedException {
        Sqs.at(server).createQueues(1);
        send("POST", "/v1/queues", "{\"name\": \"copy\"}");
        send(
                "POST",
                "/v1/queues",
                "{\"name\": \"archive\", \"settings\": {\"retentionBytes\": 100000000000}}");
        while (figure(SENT, call("GET", "/stats", "")) < MESSAGES) {
            bench.wrk().sendBatches(server, CONNECTIONS, STRIDE, ARCHIVE);
        }
        call("POST", "/purge", "{}");
    }

    private String call(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(method, "/v1/queues/" + ARCHIVE + path, body);
    }

    private String send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + " answered " + answer.statusCode() + answer.body());
        }
        return answer.body();
    }

    private static long figure(Pattern pattern, String json) throws IOException {
        Matcher matcher = pattern.matcher(json);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + json);
        }
        return Long.parseLong(matcher.group(1));
    }
}
