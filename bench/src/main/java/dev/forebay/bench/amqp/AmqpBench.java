package dev.forebay.bench.amqp;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code AmqpBench [SECONDS] [TURNS]}: perf-test at full speed and at 5,000 messages a second
 * against the sink, Forebay and RabbitMQ where that is installed, by turns; the median of the turns
 * is told.
 */
public final class AmqpBench {
    private static final String QUORUM = "x-queue-type=quorum";
    private static final double MICROS = 1000;

    private final Path scratch;
    private final Duration duration;
    private final int turns;

    private AmqpBench(Path scratch, Duration duration, int turns) {
        this.scratch = scratch;
        this.duration = duration;
        this.turns = turns;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Duration duration =
                Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 20);
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        try (Scratch scratch = Scratch.create()) {
            new AmqpBench(scratch.folder(), duration, turns).run();
        }
    }

    /** A row of the table. */
    private record Row(
            String load, AmqpContender server, String queueType, List<String> arguments) {
        List<String> lasting(Duration duration) {
            return Stream.concat(
                            arguments.stream(),
                            Stream.of("-z", String.valueOf(duration.toSeconds())))
                    .toList();
        }

        String title() {
            return server.title() + (queueType.isEmpty() ? "" : ", " + queueType);
        }
    }

    private static Stream<Row> rows(String load, List<String> rate) {
        return Stream.of(
                        new Row(load, AmqpContender.SINK, "", rate),
                        new Row(load, AmqpContender.FOREBAY, "", rate),
                        new Row(load, AmqpContender.RABBITMQ, "classic", rate),
                        new Row(
                                load,
                                AmqpContender.RABBITMQ,
                                "quorum",
                                Stream.concat(rate.stream(), Stream.of("-qa", QUORUM)).toList()))
                .filter(row -> row.server().isInstalled());
    }

    private void run() throws IOException, InterruptedException {
        System.out.println(
                "| load | server | sent/s | received/s | p50 ms | p99 ms | confirmed p50 ms | confirmed p99 ms |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        List<Row> rows =
                Stream.concat(rows("full speed", List.of()), rows("5,000/s", List.of("-r", "5000")))
                        .toList();
        PerfTestRun[][] runs = new PerfTestRun[rows.size()][turns];
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < rows.size(); i++) {
                runs[i][turn] = measure(rows.get(i));
            }
        }
        IntStream.range(0, rows.size()).forEach(i -> tell(rows.get(i), List.of(runs[i])));
    }

    /** On a server of its own, that nothing else of the turn keeps busy; warmed first. */
    private PerfTestRun measure(Row row) throws IOException, InterruptedException {
        try (ServerProcess server = row.server().start(scratch)) {
            PerfTestRun.ofBoth(server, "warm", row.lasting(duration.dividedBy(2)));
            return PerfTestRun.ofBoth(server, "measured", row.lasting(duration));
        }
    }

    private static void tell(Row row, List<PerfTestRun> runs) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %.1f | %.1f | %.1f | %.1f |%n",
                row.load(),
                row.title(),
                median(runs, PerfTestRun::sent),
                median(runs, PerfTestRun::received),
                median(runs, run -> run.latency().median()) / MICROS,
                median(runs, run -> run.latency().p99()) / MICROS,
                median(runs, run -> run.confirm().median()) / MICROS,
                median(runs, run -> run.confirm().p99()) / MICROS);
    }

    private static long median(List<PerfTestRun> runs, ToLongFunction<PerfTestRun> figure) {
        return runs.stream().mapToLong(figure).sorted().toArray()[runs.size() / 2];
    }
}
