package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SendMessage at full load, each answered only after an fsync (ElasticMQ: in memory): the three
 * servers one after the other, each warmed, at 16 and 64 connections.
 */
public final class SendBench {
    private static final int[] CONNECTIONS = {16, 64};
    private static final int WARM_CONNECTIONS = 64;
    private static final String HEAD =
            """
            | connections | server | requests/s | of bare | p50 ms | p99 ms | max ms | CPU % | RSS MiB | errors |
            |---|---|---|---|---|---|---|---|---|---|\
            """;
    private static final int MIB = 1 << 20;
    private static final double PERCENT = 100;

    /** One server at one number of connections. */
    private record Row(
            Contender contender, int connections, Load load, Duration cpu, long residentBytes) {}

    private final Bench bench;
    private final PrintStream out;

    private SendBench(Bench bench, PrintStream out) {
        this.bench = bench;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Bench bench = Bench.of(arguments)) {
            new SendBench(bench, System.out).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            measure(contender, rows);
        }
        out.println(HEAD);
        for (int connections : CONNECTIONS) {
            List<Row> atOnce = rows.stream().filter(r -> r.connections() == connections).toList();
            double bare = atOnce.getFirst().load().perSecond(); // measured first
            atOnce.forEach(row -> print(row, bare));
        }
    }

    private void measure(Contender contender, List<Row> rows)
            throws IOException, InterruptedException {
        try (ServerProcess server = contender.start(bench)) {
            Sqs.at(server).createQueues(1);
            bench.wrk().send(server, WARM_CONNECTIONS, bench.warm(), 1);
            for (int connections : CONNECTIONS) {
                Duration before = server.cpu();
                Load load = bench.wrk().send(server, connections, bench.measure(), 1);
                Duration cpu = server.cpu().minus(before);
                rows.add(new Row(contender, connections, load, cpu, server.residentBytes()));
            }
        }
    }

    private void print(Row row, double bare) {
        Load load = row.load();
        out.printf(
                Locale.ROOT,
                "| %d | %s | %,.0f | %.0f %% | %s | %s | %s | %.0f | %d | %d |%n",
                row.connections(),
                row.contender().title(),
                load.perSecond(),
                PERCENT * load.perSecond() / bare,
                Load.millis(load.p50()),
                Load.millis(load.p99()),
                Load.millis(load.max()),
                PERCENT * row.cpu().toNanos() / load.lasted().toNanos(),
                row.residentBytes() / MIB,
                load.errors());
    }
}
