package dev.forebay.bench.amqp;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code AmqpBench [SECONDS] [TURNS] [LOAD]}: perf-test at full speed ({@code full}) and at 5,000
 * messages a second ({@code rate}), both unless one is named, against the sink, Forebay and
 * RabbitMQ where that is installed, by turns; the median of the turns is told.
 */
public final class AmqpBench {
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
        List<Load> loads =
                arguments.length > 2
                        ? List.of(Load.valueOf(arguments[2].toUpperCase(Locale.ROOT)))
                        : List.of(Load.values());
        try (Scratch scratch = Scratch.create()) {
            new AmqpBench(scratch.folder(), duration, turns).run(loads);
        }
    }

    private enum Load {
        FULL("full speed", 1, ""),
        /**
         * Lasts longer: perf-test's own first half second, before its code is compiled, is in its
         * figures, and has to be less than the hundredth that they tell of.
         */
        RATE("5,000/s", 4, "5000");

        private final String title;
        private final int longer;
        private final String rate;

        Load(String title, int longer, String rate) {
            this.title = title;
            this.longer = longer;
            this.rate = rate;
        }

        List<String> arguments() {
            return rate.isEmpty() ? List.of() : List.of("-r", rate);
        }

        Stream<Row> rows() {
            return Stream.of(
                            new Row(this, AmqpContender.SINK, ""),
                            new Row(this, AmqpContender.FOREBAY, ""),
                            new Row(this, AmqpContender.RABBITMQ, "classic"),
                            new Row(this, AmqpContender.RABBITMQ, "quorum"))
                    .filter(row -> row.server().isInstalled());
        }
    }

    /** A row of the table. */
    private record Row(Load load, AmqpContender server, String queueType) {
        List<String> arguments(Duration duration) {
            List<String> queue =
                    queueType.isEmpty() ? List.of() : List.of("-qa", "x-queue-type=" + queueType);
            return Stream.of(
                            load.arguments(),
                            queue,
                            List.of("-z", String.valueOf(duration.toSeconds())))
                    .flatMap(List::stream)
                    .toList();
        }

        /** On a server of its own, that nothing else of the turn keeps busy; warmed first. */
        PerfTestRun measure(Path scratch, Duration duration)
                throws IOException, InterruptedException {
            try (ServerProcess running = server.start(scratch)) {
                PerfTestRun.ofBoth(running, "warm", arguments(duration.dividedBy(2)));
                return PerfTestRun.ofBoth(
                        running, "measured", arguments(duration.multipliedBy(load.longer)));
            }
        }

        void tell(PerfTestRun... runs) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %,d | %,d | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
                    load.title,
                    server.title() + (queueType.isEmpty() ? "" : ", " + queueType),
                    median(runs, PerfTestRun::sent),
                    median(runs, PerfTestRun::received),
                    median(runs, run -> run.latency().median()) / MICROS,
                    median(runs, run -> run.latency().p99()) / MICROS,
                    median(runs, PerfTestRun::steadyP99) / MICROS,
                    median(runs, run -> run.confirm().median()) / MICROS,
                    median(runs, run -> run.confirm().p99()) / MICROS);
        }

        private static long median(PerfTestRun[] runs, ToLongFunction<PerfTestRun> figure) {
            return Arrays.stream(runs).mapToLong(figure).sorted().toArray()[runs.length / 2];
        }
    }

    private void run(List<Load> loads) throws IOException, InterruptedException {
        System.out.println(
                "| load | server | sent/s | received/s | p50 ms | p99 ms | p99 ms of a second | confirmed p50 ms | confirmed p99 ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        List<Row> rows = loads.stream().flatMap(Load::rows).toList();
        PerfTestRun[][] runs = new PerfTestRun[rows.size()][turns];
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < rows.size(); i++) {
                runs[i][turn] = rows.get(i).measure(scratch, duration);
            }
        }
        IntStream.range(0, rows.size()).forEach(i -> rows.get(i).tell(runs[i]));
    }
}
