package dev.forebay.bench.amqp;

import com.rabbitmq.perf.PerfTest;
import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of perf-test said at its end. Messages have 1 KiB and are persistent, at most a
 * thousand of them unconfirmed.
 *
 * @param sent messages a second
 * @param received messages a second
 * @param latency from publishing to delivery
 * @param confirm from publishing to the confirm
 * @param steadyP99 the median of what the 99th percentile of the latency was in each second:
 *     without the first ones, in which perf-test's own code is not compiled yet
 */
record PerfTestRun(
        long sent, long received, Percentiles latency, Percentiles confirm, long steadyP99) {
    private static final List<String> PUBLISHING = words("-x 1 -f persistent -s 1024 -c 1000");
    private static final List<String> CONSUMING = words("-y 1 -q 500 -A 50");
    private static final List<String> NOT_CONSUMING = words("-y 0");
    private static final Pattern SENT = Pattern.compile("sending rate avg: (\\d+) msg/s");
    private static final Pattern RECEIVED = Pattern.compile("receiving rate avg: (\\d+) msg/s");
    private static final String FIVE =
            " latency min/median/75th/95th/99th (\\d+)/(\\d+)/\\d+/\\d+/(\\d+) ";
    private static final Pattern LATENCY = Pattern.compile("consumer" + FIVE);
    private static final Pattern SECOND =
            Pattern.compile("consumer latency: \\d+/\\d+/\\d+/\\d+/(\\d+) ");
    private static final Pattern CONFIRM = Pattern.compile("confirm" + FIVE);

    /** In microseconds; 0 where nothing was measured. */
    record Percentiles(long median, long p99) {
        private static Percentiles of(Pattern line, String output) {
            Matcher found = line.matcher(output);
            return found.find()
                    ? new Percentiles(
                            Long.parseLong(found.group(2)), Long.parseLong(found.group(3)))
                    : new Percentiles(0, 0);
        }
    }

    /**
     * One producer and one consumer, with a prefetch of 500, that acks 50 at once.
     *
     * @param more further arguments
     */
    static PerfTestRun ofBoth(ServerProcess server, String queue, List<String> more)
            throws IOException, InterruptedException {
        return run(server, queue, CONSUMING, more);
    }

    /** One producer alone, of so many messages. */
    static PerfTestRun ofProducer(ServerProcess server, String queue, long messages)
            throws IOException, InterruptedException {
        return run(server, queue, NOT_CONSUMING, List.of("-C", String.valueOf(messages)));
    }

    private static PerfTestRun run(
            ServerProcess server, String queue, List<String> consuming, List<String> more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(PUBLISHING);
        arguments.addAll(consuming);
        arguments.addAll(List.of("-h", "amqp://127.0.0.1:" + server.address().getPort()));
        arguments.addAll(List.of("-u", queue, "-ad", "false"));
        arguments.addAll(more);
        Process process =
                new ProcessBuilder(
                                ServerProcess.java(
                                        List.of("-Xmx1g"),
                                        PerfTest.class,
                                        arguments.toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return new PerfTestRun(
                rate(SENT, output),
                rate(RECEIVED, output),
                Percentiles.of(LATENCY, output),
                Percentiles.of(CONFIRM, output),
                steadyP99(output));
    }

    private static long steadyP99(String output) {
        long[] seconds =
                SECOND.matcher(output)
                        .results()
                        .mapToLong(second -> Long.parseLong(second.group(1)))
                        .sorted()
                        .toArray();
        return seconds.length == 0 ? 0 : seconds[seconds.length / 2];
    }

    private static long rate(Pattern line, String output) {
        Matcher found = line.matcher(output);
        if (!found.find()) {
            throw new IllegalStateException("perf-test said:\n" + output);
        }
        return Long.parseLong(found.group(1));
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
