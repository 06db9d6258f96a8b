package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How long {@code ./forebay start} takes until it is ready, and what it holds in memory when idle:
 * with nothing, with ten million messages after a clean stop, and after kill -9 under load; or,
 * when sizes are given, with so many GB of log after kill -9 under load. The median of five starts
 * each.
 */
public final class StartBench {
    private static final long BACKLOG = 10_000_000;
    private static final int STARTS = 5;
    private static final int CONNECTIONS = 64;
    private static final Duration FILL = Duration.ofSeconds(20);
    private static final Duration BEFORE_KILL = Duration.ofSeconds(3);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final int MIB = 1 << 20;
    private static final long GB = 1_000_000_000;
    private static final int FILLERS = 8;
    private static final Duration FILL_STEP = Duration.ofSeconds(2);
    private static final Pattern COUNT =
            Pattern.compile("\"ApproximateNumberOfMessages\"\\s*:\\s*\"(\\d+)\"");

    /** How a server ends before the next start. */
    private enum End {
        CLEAN_STOP,
        KILL_UNDER_LOAD
    }

    private final Bench bench;

    private StartBench(Bench bench) {
        this.bench = bench;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long[] gigabytes = Arrays.stream(arguments).mapToLong(Long::parseLong).toArray();
        try (Bench bench = Bench.of(new String[0])) {
            new StartBench(bench).run(gigabytes);
        }
    }

    /**
     * @param gigabytes sizes of the log, rising; none: the rows with ten million messages
     */
    private void run(long[] gigabytes) throws IOException, InterruptedException {
        try (ServerProcess first = Contender.FOREBAY.start(bench)) {
            Sqs.at(first).createQueues(1);
            first.stop();
        }
        System.out.println(
                "| messages on disk | before | ready ms (median) | slowest ms | idle RSS MiB |");
        System.out.println("|---|---|---|---|---|");
        if (gigabytes.length == 0) {
            measure("0", End.CLEAN_STOP);
            String messages = String.format(Locale.ROOT, "%,d", fill());
            measure(messages, End.CLEAN_STOP);
            measure(messages, End.KILL_UNDER_LOAD);
        }
        for (long size : gigabytes) {
            long count = fillBytes(size * GB);
            measure(String.format(Locale.ROOT, "%,d (%d GB)", count, size), End.KILL_UNDER_LOAD);
        }
    }

    /** Sends until the data folder has so many bytes; returns the number of messages. */
    private long fillBytes(long bytes) throws IOException, InterruptedException {
        try (ServerProcess server = Contender.FOREBAY.start(bench)) {
            while (bench.forebayBytes() < bytes) {
                bench.wrk().sendLargeBatches(server, FILLERS, FILL_STEP);
            }
            long count = count(server);
            server.kill();
            return count;
        }
    }

    private long fill() throws IOException, InterruptedException {
        try (ServerProcess server = Contender.FOREBAY.start(bench)) {
            long count = count(server);
            while (count < BACKLOG) {
                bench.wrk().sendBatches(server, CONNECTIONS, FILL, Sqs.QUEUE);
                count = count(server);
            }
            server.stop();
            return count;
        }
    }

    private static long count(ServerProcess server) throws IOException, InterruptedException {
        String answer =
                Sqs.at(server)
                        .call(
                                "GetQueueAttributes",
                                """
                                {"QueueUrl":"%s/000000000000/%s",\
                                "AttributeNames":["ApproximateNumberOfMessages"]}\
                                """
                                        .formatted(server.url(), Sqs.QUEUE));
        var match = COUNT.matcher(answer);
        if (!match.find()) {
            throw new IOException("no count in " + answer);
        }
        return Long.parseLong(match.group(1));
    }

    private void measure(String messages, End end) throws IOException, InterruptedException {
        long[] millis = new long[STARTS];
        long[] resident = new long[STARTS];
        for (int i = 0; i < STARTS; i++) {
            if (end == End.KILL_UNDER_LOAD) {
                killUnderLoad();
            }
            try (ServerProcess server = Contender.FOREBAY.start(bench)) {
                millis[i] = server.untilReady().toMillis();
                Thread.sleep(IDLE);
                resident[i] = server.residentBytes();
                server.stop();
            }
        }
        Arrays.sort(millis);
        Arrays.sort(resident);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %d | %d |%n",
                messages,
                end == End.CLEAN_STOP ? "clean stop" : "kill -9 under load",
                millis[STARTS / 2],
                millis[STARTS - 1],
                resident[STARTS / 2] / MIB);
    }

    private void killUnderLoad() throws IOException, InterruptedException {
        try (ServerProcess server = Contender.FOREBAY.start(bench)) {
            server.untilReady();
            Thread load = Thread.ofPlatform().start(() -> loadUntilKilled(server));
            Thread.sleep(BEFORE_KILL);
            server.kill();
            load.join();
        }
    }

    private void loadUntilKilled(ServerProcess server) {
        try {
            bench.wrk().send(server, CONNECTIONS, BEFORE_KILL.plusSeconds(1), 1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
