package dev.forebay.bench.amqp;

import com.rabbitmq.perf.PerfTest;
import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of perf-test said at its end.
 *
 * @param sent messages a second
 * @param received messages a second
 * @param latency from publishing to delivery
 * @param confirm from publishing to the confirm
 */
record PerfTestRun(long sent, long received, Percentiles latency, Percentiles confirm) {
    private static final Pattern SENT = Pattern.compile("sending rate avg: (\\d+) msg/s");
    private static final Pattern RECEIVED = Pattern.compile("receiving rate avg: (\\d+) msg/s");
    private static final String FIVE =
            " latency min/median/75th/95th/99th (\\d+)/(\\d+)/\\d+/\\d+/(\\d+) ";
    private static final Pattern LATENCY = Pattern.compile("consumer" + FIVE);
    private static final Pattern CONFIRM = Pattern.compile("confirm" + FIVE);

    /** In microseconds. */
    record Percentiles(long median, long p99) {
        private static Percentiles of(Pattern line, String output) {
            Matcher found = find(line, output);
            return new Percentiles(Long.parseLong(found.group(2)), Long.parseLong(found.group(3)));
        }
    }

    /**
     * 1 KiB, persistent, 1,000 unconfirmed, prefetch 500, 50 acked at once, one producer, one
     * consumer.
     *
     * @param more further arguments
     */
    static PerfTestRun against(
            ServerProcess server, String queue, Duration duration, List<String> more)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-h",
                                "amqp://127.0.0.1:" + server.address().getPort(),
                                "-u",
                                queue,
                                "-ad",
                                "false",
                                "-f",
                                "persistent",
                                "-s",
                                "1024",
                                "-x",
                                "1",
                                "-y",
                                "1",
                                "-c",
                                "1000",
                                "-q",
                                "500",
                                "-A",
                                "50",
                                "-z",
                                String.valueOf(duration.toSeconds())));
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
                Long.parseLong(find(SENT, output).group(1)),
                Long.parseLong(find(RECEIVED, output).group(1)),
                Percentiles.of(LATENCY, output),
                Percentiles.of(CONFIRM, output));
    }

    private static Matcher find(Pattern pattern, String output) {
        Matcher found = pattern.matcher(output);
        if (!found.find()) {
            throw new IllegalStateException("perf-test said:\n" + output);
        }
        return found;
    }
}
